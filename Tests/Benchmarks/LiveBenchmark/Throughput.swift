import BrokerSupport
import CrashHarness
import Foundation
import Glibc
import Store

/// A trivial subscriber in C and the server, in turns, on one broker with the same settings and the same publisher. Both
/// take every message at QoS 1; the server commits each before its PUBACK.
struct Throughput {
    let executable: String
    let peers: String
    let rules: String
    let messages: Int
    let rounds: Int
    let folder: String

    private struct Result {
        var perSecond: Double
        var cpuSeconds: Double
    }

    /// Says why not, where the programs to compare with are missing.
    var isPossible: Bool {
        let isThere = FileManager.default.fileExists(atPath: peers + "/mq.c")
        if !isThere { say("throughput: not compared, there is no \(peers)/mq.c") }
        return isThere
    }

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let peer = try buildPeer()
        let lines = try String(contentsOfFile: peers + "/mosq.conf", encoding: .utf8).split(separator: "\n")
            .map(String.init).filter { !$0.hasPrefix("listener") }
        let broker = try Broker(lines)
        defer { broker.remove() }
        var subscriber: [Result] = []
        var server: [Result] = []
        for round in 1...rounds {
            subscriber.append(try runSubscriber(peer, broker, round))
            server.append(try runServer(peer, broker, round))
        }
        tell("subscriber in C", subscriber)
        tell("tocsin serve", server)
        let ratio = median(server.map(\.perSecond)) / median(subscriber.map(\.perSecond))
        say(String(format: "throughput: serve reaches %.1f %% of the subscriber (target 90 %%)", ratio * 100))
    }

    private func tell(_ name: String, _ results: [Result]) {
        say(
            String(
                format: "throughput: %@ median %.0f messages/s, %.2f CPU s for %d messages", name,
                median(results.map(\.perSecond)), median(results.map(\.cpuSeconds)), messages))
    }

    private func tell(_ name: String, _ result: Result, _ brokerSeconds: Double) {
        say(
            String(
                format: "  %@: %.0f messages/s, %.2f CPU s (the broker beside it %.2f)", name, result.perSecond,
                result.cpuSeconds, brokerSeconds))
    }

    private func brokerSeconds(_ broker: Broker) -> Double {
        broker.processIdentifier.map { ProcessTime.seconds(of: $0) } ?? 0
    }

    private func buildPeer() throws -> String {
        let peer = folder + "/mq"
        let compiler = try ChildProgram(
            "/usr/bin/env", ["gcc", "-O2", "-w", "-o", peer, peers + "/mq.c", "-lmosquitto"],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin"], output: folder + "/gcc.log")
        try wait(for: compiler, seconds: 60, "compiling mq.c")
        return peer
    }

    private func runSubscriber(_ peer: String, _ broker: Broker, _ round: Int) throws -> Result {
        let log = folder + "/sub-\(round).log"
        let program = try ChildProgram(
            peer, ["sub", "127.0.0.1", "\(broker.port)", "1", "\(messages)"], environment: [], output: log)
        defer { program.kill() }
        let brokerBefore = brokerSeconds(broker)
        try Patience.wait(until: "the subscriber is ready", seconds: 20) { text(log).contains("subscribed") }
        try publish(peer, broker, round, "sub")
        try wait(for: program, seconds: 120, "the subscriber")
        let result = Result(perSecond: number("rate=", in: text(log)), cpuSeconds: number("cpu=", in: text(log)))
        tell("subscriber in C", result, brokerSeconds(broker) - brokerBefore)
        return result
    }

    private func runServer(_ peer: String, _ broker: Broker, _ round: Int) throws -> Result {
        let served = try ServedCity(executable: executable, folder: folder + "/serve-\(round)", broker: broker)
        defer {
            served.endAll()
            try? FileManager.default.removeItem(atPath: served.folder)
        }
        try BenchCity.write(to: served.cityFolder, rules: rules, probes: 0)
        try served.start()
        try Patience.wait(until: "the server watches", seconds: 60) { served.watchCount > 0 }
        let before = served.cpuSeconds
        let brokerBefore = brokerSeconds(broker)
        try publish(peer, broker, round, "serve")
        let reader = try StoreReader.open(folder: served.dataFolder)
        try Patience.wait(until: "everything is stored", seconds: 120) {
            try reader.status().cursor.counters.messages >= Int64(messages)
        }
        let cpu = served.cpuSeconds - before
        let brokerCPU = brokerSeconds(broker) - brokerBefore
        var first = Int64.max
        var last = Int64.min
        var count = 0
        try reader.forEachReading { stored in
            first = min(first, stored.reading.receivedAt.nanoseconds)
            last = max(last, stored.reading.receivedAt.nanoseconds)
            count += 1
        }
        guard count == messages else { throw CrashFailure("\(count) of \(messages) readings were stored.") }
        served.terminate()
        try Patience.wait(until: "the server ends", seconds: 30) { !served.isRunning }
        let result = Result(perSecond: Double(count) / (Double(last - first) / 1e9), cpuSeconds: cpu)
        tell("tocsin serve", result, brokerCPU)
        return result
    }

    private func publish(_ peer: String, _ broker: Broker, _ round: Int, _ name: String) throws {
        let log = folder + "/pub-\(name)-\(round).log"
        let program = try ChildProgram(
            peer, ["pub", "127.0.0.1", "\(broker.port)", "1", "\(messages)", "100"], environment: [], output: log)
        defer { program.kill() }
        try wait(for: program, seconds: 120, "the publisher")
    }

    // MARK: Helpers

    private func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private func number(_ name: String, in text: String) -> Double {
        guard let start = text.range(of: name)?.upperBound else { return .nan }
        return Double(text[start...].prefix { $0.isNumber || $0 == "." }) ?? .nan
    }

    private func wait(for program: ChildProgram, seconds: Int, _ what: String) throws {
        try Patience.wait(until: "\(what) is done", seconds: seconds) { !program.isRunning }
        guard program.end == .exited(0) else { throw CrashFailure("\(what) failed.") }
    }
}
