import AlarmManagement
import Delivery
import IncidentCommand
import Operations
import Roster
import Telemetry
import TestSupport

/// An evening of a small city as a stream of inputs: rising and falling rivers, repeats, late values, corrections, pressed
/// buttons, unreadable messages, answers, commands, hand-overs, configuration changes, restarts with gaps.
struct RandomEvening {
    private var random: SeededRandom
    private let cities: [LoadedCity]
    private var city = 0
    private var seconds = 0.0
    private var levels = ["upper": 2.6, "lower": 2.2]
    private var sent: [(topic: String, payload: String)] = []
    private var bench: FoldBench<GatheringSink>

    /// - Returns: the journal that the evening left, and what it came to.
    static func play(
        seed: UInt64, inputs: Int, cities: [LoadedCity]
    ) throws -> (journal: [StampedInput], bench: FoldBench<GatheringSink>) {
        var evening = RandomEvening(seed: seed, cities: cities)
        try evening.bench.start(cities[0], now: SmallCity.begin)
        while evening.bench.journal.count < inputs { try evening.step() }
        try evening.bench.tick(to: evening.now + Interval(seconds: 60))
        return (evening.bench.journal, evening.bench)
    }

    private init(seed: UInt64, cities: [LoadedCity]) {
        random = SeededRandom(seed: seed)
        self.cities = cities
        bench = FoldBench(sink: GatheringSink(cities: cities))
    }

    private var now: Timestamp { SmallCity.time(seconds) }

    private mutating func step() throws {
        // Often nothing passes: inputs that come together get stamps a nanosecond apart.
        if random.chance(70) { seconds += Double(Int.random(in: 0...20, using: &random)) }
        if random.chance(30) { try bench.tick(to: now) }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<55: try reading()
        case 55..<65: try again()
        case 65..<70: try odd()
        case 70..<76: try event()
        case 76..<84: try answer()
        case 84..<93: try command()
        case 93..<95: try gap()
        case 95..<96:
            city = 1 - city
            try bench.take(.configuration(sha256: cities[city].sha256), now: now)
        case 96..<98: try restart()
        default: seconds += Double(Int.random(in: 0...1_200, using: &random))
        }
        try handOver()
    }

    private mutating func send(_ topic: String, _ payload: String) throws {
        sent.append((topic, payload))
        try bench.read(payload, on: topic, now: now, retained: random.chance(2))
    }

    private mutating func reading() throws {
        let station = random.chance(60) ? "upper" : "lower"
        let drift = Double(Int.random(in: -20...22, using: &random)) / 100
        let level = min(5, max(1, (levels[station] ?? 2) + drift))
        levels[station] = level
        // Some come late, some within the same microsecond.
        let late = random.chance(12) ? Double(Int.random(in: 1...900, using: &random)) : 0
        let at =
            SmallCity.time((seconds - late).rounded(.down))
            + Interval(nanoseconds: Int64.random(in: 0...3, using: &random) * 400)
        let time = random.chance(5) ? "" : "\"t\":\"\(at.iso8601)\","
        let text = "{\(time)\"v\":\(level),\"u\":\"\(random.chance(10) ? "cm" : "m")\"}"
        try send("city/north/water/\(station)/stage", random.chance(3) ? "{\"v\":" : text)
    }

    /// A repeat, or a correction of a value of before.
    private mutating func again() throws {
        guard let before = sent.randomElement(using: &random) else { return }
        let payload = random.chance(50) ? before.payload : before.payload.replacing("\"v\":2", with: "\"v\":3")
        try send(before.topic, payload)
    }

    private mutating func odd() throws {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: try send(SmallCity.button, "{\"v\":tr")
        case 1: try send(SmallCity.button, "{\"v\":\(random.chance(50))}")
        case 2:
            try send(
                "city/north/water/stranger-\(Int.random(in: 0...3, using: &random))/stage",
                SmallCity.reading(seconds, 3.3))
        case 3:
            // A pack that repeats and corrects itself.
            let time = Int(SmallCity.time(seconds).wholeSeconds) - Int.random(in: 0...60, using: &random)
            let level = Double(Int.random(in: 20...45, using: &random)) / 10
            let record = { (value: Double) in
                "{\"n\":\"city/north/water/lower/stage\",\"u\":\"m\",\"t\":\(time),\"v\":\(value)}"
            }
            try send(SmallCity.lower, "[\(record(level)),\(record(level)),\(record(level + 0.1)),\(record(level))]")
        default:
            try send(
                "city/north/other/thing/level",
                "{\"v\":\(random.chance(50) ? 1 : 2)\(random.chance(50) ? ",\"u\":\"m\"" : "")}")
        }
    }

    private mutating func event() throws {
        let id = random.chance(70) ? "\"id\":\"e\(Int.random(in: 0...9, using: &random))\"," : ""
        let time = random.chance(50) ? "" : ",\"t\":\"\(SmallCity.time(seconds.rounded(.down)).iso8601)\""
        try send(SmallCity.button, "{\(id)\"type\":\"\(random.chance(70) ? "panic" : "test")\"\(time)}")
    }

    private mutating func answer() throws {
        let order = "O-2026-00000\(Int.random(in: 1...9, using: &random))"
        let department = random.chance(70) ? "water" : "police"
        let states: [AnswerState] = [.acknowledged, .accepted, .declined, .underWay, .done]
        let state = states.randomElement(using: &random) ?? .acknowledged
        let secret = OrderSecret.secret(orderKey: SmallCity.orderKey, order: order, version: 1)
        let message = OrderSecret.message(
            order: order, version: 1, department: department, state: state.rawValue, person: "Li")
        let proof = random.chance(85) ? OrderSecret.proof(of: message, secret: secret) : "00"
        try send(
            "tocsin/departments/\(department)/answers",
            "{\"order\":\"\(order)\",\"version\":1,\"state\":\"\(state.rawValue)\",\"person\":\"Li\",\"proof\":\"\(proof)\"}"
        )
    }

    private mutating func alarmCommand() throws {
        let matcher = AlarmMatcher(alert: [random.chance(50) ? "River*" : "*"])
        let kinds: [AlarmCommand.Kind] = [
            .silence(matcher: matcher, seconds: Int64.random(in: 0...2_000, using: &random)),
            .takeOutOfService(matcher: AlarmMatcher(station: ["lower"]), seconds: nil),
            .end(suppression: "S-00000\(Int.random(in: 1...6, using: &random))"),
        ]
        let command = AlarmCommand(
            by: "duty-officer", reason: "test", kind: kinds.randomElement(using: &random) ?? kinds[0])
        try bench.take(.alarmCommand(InputJSON.encode(command)), now: now)
    }

    private mutating func command() throws {
        if random.chance(20) { return try alarmCommand() }
        if random.chance(10) {
            let read = PeopleCommand(by: "duty-officer", reason: "test", kind: .read(person: "w-1"))
            _ = try bench.take(.peopleCommand(InputJSON.encode(read)), now: now)
            return
        }
        if random.chance(40) { return try regroup() }
        let incident = "I-2026-00000\(Int.random(in: 1...6, using: &random))"
        let kinds: [OfficerCommand.Kind] = [
            .acknowledge(incident: incident), .close(incident: incident, reason: "over"),
            .reset(incident: incident, alarm: nil), .approve(incident: incident, order: nil),
            .standDown(incident: incident, order: nil, reason: "over"),
            .declareCleared(incident: incident, reason: "seen on site"),
        ]
        let command = OfficerCommand(by: "duty-officer", kind: kinds.randomElement(using: &random) ?? kinds[0])
        try bench.take(.command(InputJSON.encode(command)), now: now)
    }

    /// Calls that are taken, incidents that are put together and taken apart.
    private mutating func regroup() throws {
        let incidents = bench.fold.incidentCommand?.incidents ?? []
        guard let one = incidents.randomElement(using: &random), let two = incidents.randomElement(using: &random)
        else {
            return
        }
        let spot = PublicReport.Spot(place: one.place, district: one.district)
        let kinds: [OfficerCommand.Kind] = [
            .merge(incident: one.id, into: two.id, reason: "one event"), .undo(incident: one.id, reason: "mistaken"),
            .undo(incident: two.id, reason: "mistaken"),
            .split(incident: one.id, alarms: one.alarms.prefix(1).map(\.id), reason: "two events"),
            .link(incident: one.id, other: two.id, reason: nil), .unlink(incident: one.id, other: two.id, reason: nil),
            .parent(incident: one.id, parent: two.id, reason: nil),
            .parent(incident: one.id, parent: nil, reason: nil),
            .addFigure(incident: one.id, figure: .deaths, amount: 2, source: nil),
            .report(PublicReport(hazard: one.hazard, spots: [spot], text: "smoke", via: "119", caller: "c")),
        ]
        let command = OfficerCommand(by: "duty-officer", kind: kinds.randomElement(using: &random) ?? kinds[0])
        try bench.take(.command(InputJSON.encode(command)), now: now)
    }

    private mutating func gap() throws {
        let gap = IntakeGapInput(cause: .sessionLost, from: now - Interval(seconds: 60), to: now)
        try bench.take(.intakeGap(InputJSON.encode(gap)), now: now)
    }

    private mutating func restart() throws {
        try bench.tick(to: now)
        let until = bench.fold.firedThrough
        seconds += Double(Int.random(in: 1...1_500, using: &random))
        try bench.take(.started(InputJSON.encode(SmallCity.start(watchedUntil: until))), now: now)
    }

    /// What the channel reports of messages that came of it.
    private mutating func handOver() throws {
        for message in bench.sink.takeMessages() where message.channel != "feed" && random.chance(80) {
            let outcome: HandOverReport.Outcome =
                random.chance(90) ? .handedOver(evidence: "puback") : .failed(reason: "refused")
            try bench.take(.delivery(InputJSON.encode(HandOverReport(on: message, outcome: outcome))), now: now)
        }
    }
}
