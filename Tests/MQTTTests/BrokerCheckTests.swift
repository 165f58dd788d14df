import BrokerSupport
import Foundation
import MQTT
import Testing

@Suite struct BrokerCheckTests {
    private static let shippedFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Rules/broker")

    private func shipped() throws -> String {
        try String(contentsOf: Self.shippedFolder.appendingPathComponent("mosquitto.conf"), encoding: .utf8)
    }

    @Test func theShippedConfigurationKeepsItsPromises() throws {
        #expect(BrokerCheck.findings(configuration: try shipped()) == [])
    }

    @Test func anEmptyConfigurationKeepsNone() {
        let codes = BrokerCheck.findings(configuration: "# nothing\n").map(\.code)
        #expect(
            codes == [
                "broker_persistence", "broker_autosave_interval",
                "broker_max_inflight_messages", "broker_max_queued_messages", "broker_queue_qos0_messages",
                "broker_password_file", "broker_acl_file",
            ])
    }

    @Test(arguments: [
        ("persistence true", "persistence false", "broker_persistence"),
        ("autosave_interval 10", "autosave_interval 1800", "broker_autosave_interval"),
        ("autosave_on_changes false", "autosave_on_changes true", "broker_autosave_on_changes"),
        ("max_queued_messages 0", "max_queued_messages 1000", "broker_max_queued_messages"),
        ("max_inflight_messages 0", "max_inflight_messages 20", "broker_max_inflight_messages"),
        ("queue_qos0_messages true", "queue_qos0_messages false", "broker_queue_qos0_messages"),
        ("allow_anonymous false", "allow_anonymous true", "broker_allow_anonymous"),
        ("set_tcp_nodelay true", "message_size_limit 262144", "broker_message_size_limit"),
        ("set_tcp_nodelay true", "persistent_client_expiration 1d", "broker_persistent_client_expiration"),
        ("listener 1883 127.0.0.1", "listener 1883", "broker_listener_without_tls"),
        ("acl_file /etc/mosquitto/tocsin.acl", "", "broker_acl_file"),
    ])
    func eachBrokenPromiseIsNamed(line: String, replacement: String, code: String) throws {
        let text = try shipped().split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0 == line ? replacement : String($0) }.joined(separator: "\n")
        let findings = BrokerCheck.findings(configuration: text)
        #expect(findings.map(\.code) == [code])
        #expect(findings.first?.remedy.isEmpty == false)
    }

    @Test func aFindingNamesItsLine() {
        let findings = BrokerCheck.findings(configuration: "# first\n  persistence   false  \n")
        #expect(findings.first?.line == 2)
        #expect(findings.first?.found == "false")
    }

    @Test func theProbeReadsWhatTheBrokerTells() {
        var probe = BrokerProbe()
        probe.acceptsUs = true
        #expect(probe.findings.map(\.code) == ["broker_sys_topics"])
        probe.take(topic: "$SYS/broker/version", payload: Array("mosquitto version 2.0.11".utf8))
        probe.take(topic: "$SYS/broker/publish/messages/dropped", payload: Array("0".utf8))
        #expect(probe.findings.isEmpty)
        #expect(!probe.isComplete)
        probe.take(topic: "$SYS/broker/publish/messages/dropped", payload: Array("12".utf8))
        probe.acceptsAnonymous = true
        #expect(probe.findings.map(\.code) == ["broker_allow_anonymous", "broker_dropped_messages"])
    }
}

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct ShippedBrokerTests {
    /// Starts the shipped configuration itself with only its paths and its listener replaced.
    private func startShipped(users: [String]) throws -> Broker {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Rules/broker")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-acl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let passwords = folder.appendingPathComponent("passwords")
        try users.map { "\($0):secret-\($0)\n" }.joined().write(to: passwords, atomically: true, encoding: .utf8)
        let hashing = try Process.run(
            URL(fileURLWithPath: "/usr/bin/mosquitto_passwd"), arguments: ["-U", passwords.path])
        hashing.waitUntilExit()
        let lines = try String(contentsOf: root.appendingPathComponent("mosquitto.conf"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("listener") && !$0.hasPrefix("persistence_location") }
            .map { line in
                if line.hasPrefix("password_file") { return "password_file \(passwords.path)" }
                if line.hasPrefix("acl_file") { return "acl_file \(root.appendingPathComponent("acl").path)" }
                return line
            }
        return try Broker(lines)
    }

    private func credentials(_ user: String) -> MQTTCredentials {
        MQTTCredentials(user: user, password: "secret-\(user)")
    }

    @Test func eachUserReachesItsOwnTopicsOnly() throws {
        let broker = try startShipped(users: ["tocsin", "d001", "fire", "police", "watcher"])
        defer { broker.remove() }
        let tocsin = IntakeDriver(
            try MQTTSession(
                Sessions.configuration(broker, client: "tocsin", credentials: credentials("tocsin")),
                subscriptions: [
                    try MQTTSubscription(filter: "city/#"),
                    try MQTTSubscription(filter: "tocsin/departments/+/answers"),
                ], watchesDroppedMessages: true, random: SystemRandomNumberGenerator()))
        try #require(tocsin.connect(subscriptions: 3))

        let gateway = try TestPublisher(broker, clientIdentifier: "gateway", credentials: credentials("d001"))
        try gateway.publish("city/d001/water/s1/level", "own")
        #expect(throws: TestPublisher.Failure.self) { try gateway.publish("city/d002/water/s1/level", "other") }
        let fire = try TestPublisher(broker, clientIdentifier: "fire", credentials: credentials("fire"))
        try fire.publish("tocsin/departments/fire/answers", "answer")
        #expect(throws: TestPublisher.Failure.self) { try fire.publish("tocsin/departments/police/answers", "forged") }
        try #require(tocsin.run { $0.messages.count >= 2 })
        for _ in 0..<10 { tocsin.turn(milliseconds: 5) }
        #expect(tocsin.messages.map(\.text) == ["own", "answer"])
    }

    @Test func ordersReachTheirDepartmentOnlyAndStatusTheWatcher() throws {
        let broker = try startShipped(users: ["tocsin", "fire", "police", "watcher"])
        defer { broker.remove() }
        let fire = try Sessions.intake(
            broker, client: "fire", filter: "tocsin/departments/+/orders", credentials: credentials("fire"))
        let watcher = try Sessions.intake(
            broker, client: "watcher", filter: "tocsin/#", credentials: credentials("watcher"))
        try #require(fire.connect())
        try #require(watcher.connect())
        let tocsin = try TestPublisher(broker, clientIdentifier: "out", credentials: credentials("tocsin"))
        try tocsin.publish("tocsin/departments/police/orders", "for police")
        try tocsin.publish("tocsin/departments/fire/orders", "for fire")
        try tocsin.publish("tocsin/status", "online")
        try #require(fire.run { !$0.messages.isEmpty })
        try #require(watcher.run { !$0.messages.isEmpty })
        #expect(fire.messages.map(\.text) == ["for fire"])
        #expect(watcher.messages.map(\.text) == ["online"])
    }

    @Test func nobodyComesInWithoutAUser() throws {
        let broker = try startShipped(users: ["tocsin"])
        defer { broker.remove() }
        let stranger = try Sessions.intake(broker, client: "stranger")
        try #require(stranger.run { !$0.events.isEmpty })
        guard case .connectFailed(let reason, _, _)? = stranger.events.first else {
            Issue.record("\(stranger.events)")
            return
        }
        #expect(reason.code == .notAuthorized)
    }
}
