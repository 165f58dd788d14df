import Foundation
import IncidentCommand
import Operations
import Telemetry
import TestSupport

/// What reaches a server in some hours: readings in time, late, twice, corrected, doubtful, unreadable and missing, events,
/// officers, changes of the configuration and of the clock, restarts.
struct SimulatedStream {
    /// An input and when it comes; a stamp is made of that.
    struct Arrival {
        var at: Timestamp
        var input: JournalInput
    }

    private var random: SeededRandom
    private let city: SimulatedCity
    private var configurations: [String]
    private var second = 0.0
    private var levels: [Double]
    private var dueAt: [Double]
    private var sent: [(station: Int, time: Timestamp, value: Double)] = []
    private var arrivals: [(second: Double, input: JournalInput)] = []

    static let begin = Timestamp(seconds: 1_780_272_000)

    static func time(_ second: Double) -> Timestamp { begin + Interval(nanoseconds: Int64(second * 1e9)) }

    /// - Parameter hours: how long it goes on; what is late by then comes after it.
    static func make(seed: UInt64, city: SimulatedCity, configurations: [String], hours: Double) -> [Arrival] {
        var stream = SimulatedStream(seed: seed, city: city, configurations: configurations)
        while stream.second < hours * 3_600 { stream.step() }
        // Equal times keep the order in which they were made.
        let order = stream.arrivals.enumerated().sorted {
            ($0.element.second, $0.offset) < ($1.element.second, $1.offset)
        }
        return order.map { Arrival(at: time($0.element.second), input: $0.element.input) }
    }

    private init(seed: UInt64, city: SimulatedCity, configurations: [String]) {
        random = SeededRandom(seed: seed)
        self.city = city
        self.configurations = configurations
        levels = city.stations.map(\.kind.calm)
        dueAt = city.stations.map { _ in 0 }
    }

    private mutating func step() {
        second += Double(random.int(1...20))
        for index in city.stations.indices where dueAt[index] <= second { reading(index) }
        switch random.int(1...100) {
        case 1...4: again()
        case 5...6: odd()
        case 7...8: event()
        case 9...12: command()
        case 13 where random.chance(25):
            configurations.swapAt(0, 1)
            put(.configuration(sha256: configurations[0]))
        case 14 where random.chance(30):
            let step = ClockStepInput(by: Interval(seconds: 3), wallClock: SimulatedStream.time(second))
            put(.clockStep(InputJSON.encode(step)))
        case 15 where random.chance(30):
            let gap = IntakeGapInput(
                cause: .sessionLost, from: SimulatedStream.time(second - 60), to: SimulatedStream.time(second))
            put(.intakeGap(InputJSON.encode(gap)))
        default: break
        }
    }

    private mutating func put(_ input: JournalInput, delay: Double = 0) {
        arrivals.append((second + delay, input))
    }

    private mutating func put(_ topic: String, _ payload: String, delay: Double = 0) {
        put(
            .message(
                topic: Array(topic.utf8), payload: Array(payload.utf8), qos: random.chance(90) ? 1 : 0,
                retained: random.chance(1)),
            delay: delay)
    }

    // MARK: Readings

    private mutating func reading(_ index: Int) {
        let station = city.stations[index]
        // Irregular, and now and then silent for long.
        dueAt[index] = second + Double(station.cadence) * random.double(0.5...1.6)
        if random.chance(2) { dueAt[index] += Double(random.int(600...2_400)) }
        wander(index)
        var value = levels[index]
        if random.chance(3) { value += station.kind.step * Double(random.int(-12...12)) }
        if random.chance(2) { value = -999 }
        let time = SimulatedStream.time((second - Double(random.int(0...3))).rounded(.down))
        let delay = random.chance(10) ? Double(random.int(1...1_500)) : 0
        send(station, time, value, delay: delay)
        sent.append((index, time, value))
    }

    /// Calm for the most part, with excursions over the alarm's level and back.
    private mutating func wander(_ index: Int) {
        let kind = city.stations[index].kind
        let pull = (kind.calm - levels[index]) / 40
        let push = random.chance(3) ? (kind.high * 1.15 - kind.calm) * random.double(0...1) : 0
        // Some sensors hang.
        if random.chance(20) { return }
        let level = levels[index] + pull + push + random.double(-1...1) * kind.step / 2
        levels[index] = (level * 100).rounded() / 100
    }

    private mutating func send(_ station: SimulatedStation, _ time: Timestamp, _ value: Double, delay: Double) {
        var members: [String] = []
        if !random.chance(3) { members.append("\"t\":\"\(time.iso8601)\"") }
        members.append(random.chance(2) ? "\"v\":null" : "\"v\":\(value)")
        if random.chance(80) { members.append("\"u\":\"\(station.kind.unit)\"") }
        if random.chance(6) { members.append("\"q\":\(random.one(of: [1, 2, 3, 4, 9]))") }
        put(station.topic, "{\(members.joined(separator: ","))}", delay: delay)
    }

    /// What was sent before comes again, as it was or corrected.
    private mutating func again() {
        guard !sent.isEmpty else { return }
        let before = sent[max(0, sent.count - random.int(1...min(sent.count, 60)))]
        let station = city.stations[before.station]
        let value = random.chance(40) ? before.value : before.value + station.kind.step * Double(random.int(-8...8))
        send(station, before.time, value, delay: Double(random.int(0...300)))
    }

    private mutating func odd() {
        let station = random.one(of: city.stations)
        switch random.int(0...4) {
        case 0: put(station.topic, "{\"v\":")
        case 1: put("city/north/security/button/panic", "{\"v\":tr")
        case 2:
            put(
                "city/south/water/stranger-\(random.int(0...4))/stage",
                "{\"t\":\"\(SimulatedStream.time(second.rounded(.down)).iso8601)\",\"v\":3.5,\"u\":\"cm\"}")
        case 3:
            let times = (0..<4).map { _ in second.rounded(.down) - Double(random.int(0...200)) }
            let records = times.map { time in
                "{\"n\":\"\(station.topic)\",\"u\":\"\(station.kind.unit)\","
                    + "\"t\":\(SimulatedStream.time(time).wholeSeconds),\"v\":\(random.int(0...40))}"
            }
            put(station.topic, "[\(records.joined(separator: ","))]")
        default: put("city/north/other/thing/level", "{\"v\":\(random.int(0...3)),\"u\":\"m\"}")
        }
    }

    private mutating func event() {
        let id = random.chance(70) ? "\"id\":\"e\(random.int(0...9))\"," : ""
        let time = SimulatedStream.time((second - Double(random.int(0...400))).rounded(.down)).iso8601
        let type = random.one(of: ["panic", "panic", "test"])
        put("city/north/security/button/panic", "{\(id)\"type\":\"\(type)\",\"t\":\"\(time)\"}")
    }

    private mutating func command() {
        let incident = "I-2026-00000\(random.int(1...9))"
        let kinds: [OfficerCommand.Kind] = [
            .acknowledge(incident: incident), .close(incident: incident, reason: "over"),
            .reset(incident: incident, alarm: nil), .approve(incident: incident, order: nil),
            .standDown(incident: incident, order: nil, reason: "over"),
            .declareCleared(incident: incident, reason: "seen on site"),
        ]
        let command = OfficerCommand(by: "duty-officer", kind: random.one(of: kinds))
        put(.command(InputJSON.encode(command)))
    }
}
