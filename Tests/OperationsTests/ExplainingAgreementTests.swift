import CommandLog
import Operations
import RuleEngine
import Store
import Telemetry
import TestSupport
import Testing

/// What is explained of the past is what the engine had: its whole state, byte for byte, and the verdict of every rule on
/// every station.
@Suite struct ExplainingAgreementTests {
    private static let moments = 1_000
    /// Pairs of a rule and a station, drawn anew at each moment.
    private static let questions = 5
    private static let inputs = 2_500
    /// Entries of the log that are explained, drawn at random.
    private static let explainedEntries = 200

    /// What the engine had at a moment, told by itself.
    private struct Had {
        var moment: Timestamp
        var state: LogHash
        var active: [AlarmID: RuleEngine.AlarmState]
        var unknown: Set<String>
    }

    @Test func agreesWithWhatTheEngineHadAtAThousandMoments() throws {
        let seed = UInt64.random(in: 1...1_000_000)
        print("explaining agreement: seed \(seed)")
        let cities = [try ExplainedCity.loaded(), try ExplainedCity.loaded(warning: 3.3)]
        let evening = try RandomEvening.play(seed: seed, inputs: Self.inputs, cities: cities)
        let folder = try TemporaryFolder()
        let had = try record(evening.journal, cities, in: folder.path, seed: seed)
        #expect(had.count == Self.moments)
        let reader = try StoreReader.open(folder: folder.path)
        let past = Past(reader: reader)
        var verdicts: [String: Int] = [:]
        var replayed: Int64 = 0
        var random = SeededRandom(seed: seed &+ 11)
        for moment in had {
            let state = try past.state(at: moment.moment)
            replayed += state.replayedInputs
            let engine = try #require(state.fold.engine)
            #expect(state.isProven != false)
            try #require(Self.hash(engine) == moment.state, "seed \(seed): \(moment.moment.iso8601)")
            for _ in 0..<Self.questions {
                let alert = try #require(ExplainedCity.alerts.randomElement(using: &random))
                let station = try #require(ExplainedCity.stations.randomElement(using: &random))
                if !engine.knows(station: station) { continue }
                let answer = try past.whyNot(rule: alert, station: station, asked: moment.moment, state)
                try compare(answer, moment, seed: seed, &verdicts)
            }
        }
        print("verdicts: \(verdicts.sorted { $0.key < $1.key })")
        // A snapshot every hundred inputs bounds what is folded again.
        #expect(replayed < Int64(Self.moments) * 260)
        let all = verdicts.values.reduce(0, +)
        for verdict in ["on", "blocked", "unknown", "for_not_elapsed"] { #expect(verdicts[verdict, default: 0] > 0) }
        #expect(verdicts["waits_for_decision", default: 0] < all / 20)
        #expect(verdicts["contradicted", default: 0] < all / 50)
        try explainEntries(past, reader, seed: seed)
    }

    /// Plays the journal into a store and notes what the engine had at random moments, ticks included.
    private func record(
        _ journal: [StampedInput], _ cities: [LoadedCity], in folder: String, seed: UInt64
    ) throws -> [Had] {
        var random = SeededRandom(seed: seed &+ 7)
        var options = StoreOptions.test
        options.milestoneInputs = 100
        let store = try Store.open(
            folder: folder, newToken: "test", at: Timestamp(nanoseconds: 0), options: options)
        defer { store.close() }
        let run = try StoredFold(store: store, cities: cities)
        let first = try #require(journal.dropFirst(2).first).at
        let last = try #require(journal.last).at + Interval(seconds: 60)
        let span = last.nanoseconds - first.nanoseconds
        var moments = (0..<Self.moments).map { _ in
            Timestamp(nanoseconds: first.nanoseconds + Int64.random(in: 0...span, using: &random))
        }.sorted()
        moments.reverse()
        var had: [Had] = []
        for (index, input) in journal.enumerated() {
            while let moment = moments.last, moment < input.at {
                moments.removeLast()
                try tick(run, to: moment, before: input)
                had.append(try note(run, moment))
            }
            try run.take(input)
            if random.chance(10) || index % 50 == 0 { try run.commit(withSnapshot: random.chance(60)) }
        }
        try run.commit()
        for moment in moments.reversed() {
            try run.tick(to: moment + Interval(nanoseconds: 1))
            had.append(try note(run, moment))
        }
        try run.tick(to: last)
        try run.commit()
        return had
    }

    /// As far as the server watched.
    private func tick(_ run: StoredFold, to moment: Timestamp, before input: StampedInput) throws {
        var limit = moment + Interval(nanoseconds: 1)
        if case .started(let json) = input.input,
            let until = try InputJSON.decode(StartInput.self, from: json).watchedUntil
        {
            limit = min(limit, until)
        }
        if limit > run.fold.firedThrough { try run.tick(to: limit) }
    }

    private func note(_ run: StoredFold, _ moment: Timestamp) throws -> Had {
        let engine = try #require(run.fold.engine)
        let state = Self.hash(engine)
        let unknown = engine.unknowns(at: moment, limit: .max).states.map {
            "\($0.alarm.alert) \($0.station) \($0.quantity)"
        }
        // Asking changes nothing.
        _ = engine.explain(alert: "Either", station: "upper", at: moment)
        #expect(Self.hash(engine) == state)
        var active: [AlarmID: RuleEngine.AlarmState] = [:]
        for alarm in engine.activeAlarms { active[alarm.alarm] = alarm }
        return Had(moment: moment, state: state, active: active, unknown: Set(unknown))
    }

    private static func hash(_ engine: RuleEngine) -> LogHash {
        var writer = ByteWriter()
        engine.encodeSnapshot(into: &writer)
        return LogHash.of(writer.bytes)
    }

    // MARK: Verdicts

    private func compare(
        _ answer: WhyNotAnswer, _ had: Had, seed: UInt64, _ verdicts: inout [String: Int]
    ) throws {
        for state in answer.states {
            for series in state.series {
                verdicts[series.verdict.rawValue, default: 0] += 1
                let place: Comment = "seed \(seed), \(had.moment.iso8601), \(series.alarm), \(series.verdict)"
                let alarm = had.active[series.alarm]
                let isUnknown = had.unknown.contains("\(state.rule.alert) \(series.station) \(series.quantity)")
                #expect(Self.expected(alarm, isUnknown).contains(series.verdict), place)
                if let alarm {
                    #expect(alarm.onset == series.onset && alarm.due == series.due, place)
                } else {
                    #expect(series.onset == nil && series.due == nil, place)
                }
                try compare(series, place)
                // Its delay runs on after thresholds have changed, until the next reading decides by the new ones.
                if series.verdict == .waitsForDelay, series.condition.truth != .holds, !series.newest.isStale {
                    verdicts["contradicted", default: 0] += 1
                }
            }
            for keyed in state.keyed {
                verdicts["keyed_" + keyed.verdict.rawValue, default: 0] += 1
                let isOn = keyed.verdict == .on || keyed.verdict == .clearing
                #expect(isOn == (had.active[keyed.alarm] != nil), "seed \(seed), \(had.moment.iso8601), \(keyed.alarm)")
            }
        }
    }

    private static func expected(
        _ alarm: RuleEngine.AlarmState?, _ isUnknown: Bool
    ) -> Set<ExplainedSeries.Verdict> {
        guard let alarm else { return isUnknown ? [.unknown, .waitsForDecision] : [.blocked, .waitsForDecision] }
        switch alarm.phase {
        case .pending: return [alarm.isUnknown ? .delayUnknown : .waitsForDelay]
        case .firing: return [alarm.isHeld ? .held : .on]
        case .clearing: return [.clearing]
        }
    }

    /// What blocks is named, with margins that are short of the threshold and times in order.
    private func compare(_ series: ExplainedSeries, _ place: Comment) throws {
        let condition = series.condition
        switch series.verdict {
        case .blocked:
            #expect(condition.truth == .fails, place)
            #expect(!condition.blocking.isEmpty, place)
            for part in condition.blocking {
                guard case .value = part.outcome else { continue }
                if series.newest.eventTime == nil { continue }
                let since = try #require(part.since, place)
                #expect(since <= series.newest.eventTime ?? .distantFuture, place)
                if let otherwise = part.otherwiseAt { #expect(otherwise < since, place) }
                if let margin = part.margin, part.text == condition.text {
                    #expect(Self.holds(margin) == false, place)
                }
            }
        case .unknown:
            #expect(condition.truth == .unknown || condition.truth == .error, place)
            #expect(series.unknownSince != nil, place)
        case .on, .held, .clearing, .waitsForDelay, .delayUnknown, .waitsForDecision: break
        }
        for source in series.sources { #expect(source.times == source.times.sorted(), place) }
    }

    private static func holds(_ margin: ExplainedPart.Margin) -> Bool {
        switch margin.comparison {
        case "<": margin.left < margin.right
        case "<=": margin.left <= margin.right
        case ">": margin.left > margin.right
        case ">=": margin.left >= margin.right
        case "==": margin.left == margin.right
        default: margin.left != margin.right
        }
    }

    // MARK: Steps

    /// Every entry that tells of an alarm is led to by the journal, and its evidence is what the explanation says.
    private func explainEntries(_ past: Past, _ reader: StoreReader, seed: UInt64) throws {
        var explained: [String: Int] = [:]
        var random = SeededRandom(seed: seed &+ 13)
        let alarms = try reader.log(from: 1, limit: 100_000).filter { row in
            let entry = JSON(bytes: row.entry.line)
            return entry["evidence"] != .null && entry["alert"].text != nil
        }
        for row in alarms.shuffled(using: &random).prefix(Self.explainedEntries) {
            if JSON(bytes: row.entry.line)["alert"].text == "ReportedByPeople" {
                #expect(throws: ExplanationFailure.reportedByPeople(entry: row.entry.seq)) {
                    try past.why(entry: row.entry.seq)
                }
                continue
            }
            let entry = JSON(bytes: row.entry.line)
            let place: Comment = "seed \(seed), entry \(row.entry.seq): \(row.entry.text.prefix(2_000))"
            let step = try #require(try? past.why(entry: row.entry.seq), place)
            explained["\(step.change.kind)", default: 0] += 1
            #expect(step.isProven, place)
            guard let series = step.explained?.series, !step.change.alarm.alert.hasSuffix("Blind") else { continue }
            #expect(series.alarm == step.change.alarm, place)
            if step.change.kind == .raised { #expect(series.condition.truth == .holds, place) }
            if step.change.kind == .cleared, !step.change.isLate, !step.change.latching, !step.byTimer {
                #expect(series.clear.map { $0.truth == .holds } ?? (series.condition.truth == .fails), place)
            }
            guard step.change.kind == .raised, !step.change.isLate else { continue }
            for name in series.condition.names where name.name != "value" {
                guard case .value(let text) = name.outcome else { continue }
                #expect(entry["evidence"][name.name].text?.hasPrefix(text) == true, place)
            }
        }
        print("entries explained: \(explained.sorted { $0.key < $1.key })")
        #expect((explained["raised"] ?? 0) > 5 && (explained["cleared"] ?? 0) > 2)
    }
}
