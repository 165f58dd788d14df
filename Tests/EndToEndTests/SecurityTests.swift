import BrokerSupport
import Foundation
import MQTT
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct SecurityTests {
        /// A broker with the shipped access list and a password for each user.
        private struct Guarded {
            let folder: TemporaryFolder
            let broker: Broker

            init() throws {
                folder = try TemporaryFolder()
                let passwords = folder.path + "/passwords"
                _ = FileManager.default.createFile(atPath: passwords, contents: nil)
                for user in ["tocsin", "north", "south", "water", "police"] {
                    let made = try Processes.run(
                        "/usr/bin/env", ["mosquitto_passwd", "-b", passwords, user, Guarded.password(user)])
                    guard made.status == 0 else { throw TestSupportError("mosquitto_passwd: \(made.errors)") }
                }
                let rules = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .deletingLastPathComponent().appendingPathComponent("Rules/broker/acl").path
                broker = try Broker(
                    Broker.openConfiguration.filter { !$0.hasPrefix("allow_anonymous") } + [
                        "allow_anonymous false", "password_file \(passwords)", "acl_file \(rules)",
                    ])
            }

            static func password(_ user: String) -> String { "secret of \(user)" }

            func credentials(_ user: String) -> MQTTCredentials {
                MQTTCredentials(user: user, password: Guarded.password(user))
            }

            func publisher(_ user: String) throws -> TestPublisher {
                try TestPublisher(broker, clientIdentifier: "\(user)-out", credentials: credentials(user))
            }

            func listener(_ user: String, _ topic: String) throws -> Listener {
                try Listener(broker, topics: [topic], client: "\(user)-in", credentials: credentials(user))
            }
        }

        @Test func usersAndTheShippedAccessListLetEachDoItsOwnAndNoMore() throws {
            let guarded = try Guarded()
            let scene = try Scene(
                SmallCity.bundle(broker: ["user: tocsin", "password_env: TOCSIN_TEST_PASSWORD"]),
                broker: guarded.broker, environment: ["TOCSIN_TEST_PASSWORD": Guarded.password("tocsin")],
                sensors: try guarded.publisher("north"))
            let water = try guarded.listener("water", Topic.orders("water"))
            let curious = try guarded.listener("police", Topic.orders("water"))

            try scene.stage(3.2)
            #expect(water.waitFor { $0["kind"].text == "order" } != nil)
            curious.catchUp()
            #expect(curious.messages.isEmpty)
            #expect(try scene.serve.status()["broker"].text == "connected")

            // Another district's gateway, and a department in another's name.
            let south = try guarded.publisher("south")
            #expect(throws: TestPublisher.Failure.self) {
                try south.publish(Topic.stage, Payload.reading(9, unit: "m"))
            }
            let police = try guarded.publisher("police")
            #expect(throws: TestPublisher.Failure.self) { try police.publish(Topic.answers("water"), "{}") }
            #expect(try scene.serve.status()["readings_committed"].integer == 1)
        }

        @Test func thePasswordMayComeFromAFile() throws {
            let guarded = try Guarded()
            let file = guarded.folder.path + "/password"
            try (Guarded.password("tocsin") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let scene = try Scene(
                SmallCity.bundle(broker: ["user: tocsin", "password_file: \(file)"]), broker: guarded.broker,
                sensors: try guarded.publisher("north"))
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
            #expect(!scene.serve.errors.contains("secret of"))
        }

        @Test func aWrongPasswordIsSaidAndTriedAgain() throws {
            let guarded = try Guarded()
            let scene = try Scene(
                SmallCity.bundle(broker: ["user: tocsin", "password_env: TOCSIN_TEST_PASSWORD"]),
                broker: guarded.broker, environment: ["TOCSIN_TEST_PASSWORD": "wrong"],
                sensors: try guarded.publisher("north"))
            #expect(Waiting.until { scene.serve.errors.contains("broker not reached") })
            #expect(try scene.serve.status()["broker"].text != "connected")
            #expect(!scene.serve.errors.contains("wrong\""))
        }

        @Test(.enabled(if: Certificates.areAvailable()))
        func overTLSWithACertificateOfItsOwn() throws {
            let certificates = try Certificates()
            defer { certificates.remove() }
            let broker = try Broker(
                listener: [
                    "cafile \(certificates.path("ca.crt"))", "certfile \(certificates.path("broker.crt"))",
                    "keyfile \(certificates.path("broker.key"))", "require_certificate true",
                ])
            let tls = MQTTConnectionConfiguration.TLS(
                authorityFile: certificates.path("ca.crt"), certificateFile: certificates.path("client.crt"),
                keyFile: certificates.path("client.key"))
            func connection(_ client: String) -> MQTTConnectionConfiguration {
                MQTTConnectionConfiguration(
                    endpoint: MQTTEndpoint(host: "127.0.0.1", port: broker.port, usesTLS: true),
                    clientIdentifier: client, tls: tls, sessionExpirySeconds: 0)
            }
            let sensors = TestPublisher(
                try MQTTPublisher(
                    connection("sensors"), inFlightLimit: 1_000, status: nil, random: SystemRandomNumberGenerator()))
            try sensors.waitUntilConnected()
            let lines = [
                "ca_file: \(certificates.path("ca.crt"))",
                "client_certificate_file: \(certificates.path("client.crt"))",
                "client_key_file: \(certificates.path("client.key"))",
            ]
            let scene = try Scene(SmallCity.bundle(broker: lines), broker: broker, scheme: "mqtts", sensors: sensors)
            let water = try Listener(connection("water"), topics: [Topic.orders("water")])
            try scene.stage(3.2)
            #expect(water.waitFor { $0["kind"].text == "order" } != nil)
        }
    }
}
