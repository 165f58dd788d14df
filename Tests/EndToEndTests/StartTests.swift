import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct StartTests {
        @Test func aBrokerThatIsNotThereYetIsWaitedFor() throws {
            let broker = try Broker()
            broker.stop()
            let scene = try Unwatched(broker)
            #expect(scene.serve.hasNotified("READY=1"))
            #expect(Waiting.until { scene.serve.errors.contains("broker not reached") })
            #expect(try scene.serve.status()["broker"].text != "connected")
            try broker.start()
            #expect(try scene.serve.waitForStatus(seconds: 60) { $0["broker"].text == "connected" })
        }

        @Test func itStopsInOrderWithoutABroker() throws {
            let broker = try Broker()
            broker.stop()
            let scene = try Unwatched(broker)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func sigintEndsItAsSigtermDoes() throws {
            let scene = try Scene()
            scene.serve.signal(SIGINT)
            #expect(scene.serve.waitForExit() == 0)
            #expect(!FileManager.default.fileExists(atPath: scene.serve.data + "/tocsin.sock"))
        }

        /// Whether a process has a handler of its own for a signal.
        private func catches(_ signal: Int32, _ process: Int32) -> Bool {
            let status = Processes.text(ofFile: "/proc/\(process)/status").split(separator: "\n")
            guard let mask = status.first(where: { $0.hasPrefix("SigCgt:") })?.split(separator: "\t").last,
                let bits = UInt64(mask, radix: 16)
            else { return false }
            return bits & (1 << UInt64(signal - 1)) != 0
        }

        /// Thousands of stations take a while to read: it is asked as soon as it would not simply die of it.
        @Test(arguments: [SIGTERM, SIGINT])
        func askedToStopBeforeItIsReadyItEndsInOrder(signal: Int32) throws {
            let folder = try TemporaryFolder()
            try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
            let stations = (0..<3_000).map { number in
                """
                  - id: many-\(number)
                    name: {zh: 站, en: Station}
                    latitude: 27.5
                    longitude: 110.0
                    district: north
                    place: reach
                    quantities:
                      - {quantity: level, unit: m, heartbeat: 1h}

                """
            }
            try ("stations:\n" + stations.joined())
                .write(toFile: folder.path + "/city/stations/many.yaml", atomically: true, encoding: .utf8)
            let serve = try ServeProcess(
                city: folder.path + "/city", data: folder.path + "/data", broker: "mqtt://127.0.0.1:1", isAwaited: false
            )
            try #require(Waiting.until { catches(signal, serve.processIdentifier) }, "\(serve.errors)")
            serve.signal(signal)
            #expect(serve.waitForExit() == 0, "\(serve.errors)")
            #expect(!serve.hasNotified("READY=1"))
            #expect(!FileManager.default.fileExists(atPath: serve.data + "/tocsin.sock"))

            try serve.start()
            #expect(serve.stop() == 0)
            #expect(try serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func killedAgainAndAgainWhileItStartsItStarts() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            for greetings in 1...5 {
                scene.serve.kill()
                try scene.serve.start(isAwaited: false)
                // The store is open and the start is journalled when it greets.
                let hasGreeted = Waiting.until {
                    scene.serve.errors.components(separatedBy: "Small City").count > greetings + 1
                }
                #expect(hasGreeted)
            }
            scene.serve.kill()
            try scene.serve.start()
            #expect(try scene.serve.log("incident_raised").count == 1)
            #expect(try scene.serve.log("watch_gap").count == 6)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func killedBeforeItsFirstReadingAnExerciseStartsAgain() throws {
            for clock in ["data", LadderTests.fast] {
                let scene = try Scene(clock: clock)
                scene.serve.kill()
                try scene.serve.start()
                try scene.stage(3.2)
                #expect(try scene.serve.waitForLog("incident_raised") != nil)
                #expect(scene.serve.stop() == 0)
                #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
            }
        }

        @Test func anExercisesFolderNeverBecomesTheRealWatch() throws {
            let scene = try Scene(clock: "data")
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
            #expect(scene.serve.stop() == 0)
            let run = try CommandRun(
                ["serve", "--broker", Scene.url(scene.broker)], data: scene.serve.data, city: scene.serve.city)
            #expect(run.status == 78)
            #expect(run.errors.contains("exercise"))
        }

        @Test func aDataFolderThatCannotBeMadeIsToldWithItsExitCode() throws {
            let folder = try TemporaryFolder()
            try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
            try "a file".write(toFile: folder.path + "/data", atomically: true, encoding: .utf8)
            let run = try CommandRun(["serve"], data: folder.path + "/data", city: folder.path + "/city")
            #expect([73, 74].contains(run.status), "\(run.status)")
            #expect(run.errors.contains(folder.path + "/data"))
            #expect(run.errors.contains("→"))
        }

        @Test func wrongOptionsAreUsageErrors() throws {
            #expect(try CommandRun(["serve", "--clock", "sundial"]).status == 64)
            #expect(try CommandRun(["serve", "--nonsense"]).status == 64)
            let folder = try TemporaryFolder()
            try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
            let broker = ["serve", "--broker", "http://localhost"]
            let run = try CommandRun(broker, data: folder.path + "/data", city: folder.path + "/city")
            #expect(run.status != 0)
            #expect(run.errors.contains("http://localhost"))
        }
    }
}

/// A server whose broker is not there.
private final class Unwatched {
    let folder: TemporaryFolder
    let broker: Broker
    let serve: ServeProcess

    init(_ broker: Broker) throws {
        self.broker = broker
        folder = try TemporaryFolder()
        try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
        serve = try ServeProcess(city: folder.path + "/city", data: folder.path + "/data", broker: Scene.url(broker))
    }

    deinit {
        serve.kill()
        broker.remove()
    }
}
