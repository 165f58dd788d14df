import CEL
import Operations
import RuleEngine
import Telemetry
import Views

// What explanations hold, as programs and people get it.

extension ConditionView {
    init(_ condition: ExplainedCondition) {
        self.init(
            text: condition.text, truth: condition.truth.rawValue, parts: condition.parts.map { Part($0) },
            names: condition.names.map { Name($0) })
    }
}

extension ConditionView.Part {
    init(_ part: ExplainedPart) {
        let (value, unknown, error) = part.outcome.view
        self.init(
            text: part.text, depth: part.depth, value: value, unknown: unknown, error: error,
            comparison: part.margin.map {
                ConditionView.Comparison(left: $0.left, comparison: $0.comparison, right: $0.right)
            }, blocks: part.isBlocking, since: part.since, otherwiseAt: part.otherwiseAt)
    }
}

extension ConditionView.Name {
    init(_ name: ExplainedName) {
        let (value, unknown, error) = name.outcome.view
        self.init(
            name: name.name, kind: name.kind.rawValue, value: value, unknown: unknown + [error].compactMap { $0 },
            source: name.source, date: name.date)
    }
}

extension ExplainedPart.Outcome {
    fileprivate var view: (value: String?, unknown: [String], error: String?) {
        switch self {
        case .value(let text): (text, [], nil)
        case .unknown(let reasons): (nil, reasons, nil)
        case .failed(let message): (nil, [], message)
        }
    }
}

extension RuleView {
    init(_ rule: ExplainedRule) {
        self.init(
            alert: rule.alert, subject: rule.subject, file: rule.path, expression: rule.expression,
            clearWhen: rule.clearWhen)
        forSeconds = rule.onDelay.seconds
        keepFiringForSeconds = rule.offDelay.seconds
        cooldownSeconds = rule.cooldown?.seconds
        blindAfterSeconds = rule.blindAfter?.seconds
        latching = rule.latching
        lifeSafety = rule.lifeSafety
        hazard = rule.hazard
        colour = rule.colour?.code
        by = rule.by
        match = rule.match
    }
}

extension SeriesStateView {
    init(_ series: ExplainedSeries, sources: [SourceFacts]) {
        self.init(
            alert: series.alarm.alert, key: series.alarm.key, station: series.station, quantity: series.quantity,
            unit: series.unit, verdict: series.verdict.rawValue, condition: ConditionView(series.condition))
        unverified = series.isUnverified
        onset = series.onset
        phaseBegan = series.phaseBegan
        due = series.due
        unknownSince = series.unknownSince
        blind = series.blindIsOn
        onByOthers = series.isOnByOthers
        lastRaise = series.lastRaise
        lastOnBegan = series.lastOn?.began
        lastOnEnded = series.lastOn?.ended
        newest.value = series.newest.value
        newest.eventTime = series.newest.eventTime
        newest.quality = series.newest.quality
        newest.unverified = series.newest.isUnverified
        newest.heardAt = series.newest.heard
        newest.staleAfterSeconds = series.newest.staleAfter?.seconds
        newest.stale = series.newest.isStale
        clear = series.clear.map { ConditionView($0) }
        self.sources = sources.map { SourceView($0) }
    }
}

extension SourceView {
    init(_ source: SourceFacts) {
        self.init(
            station: source.station, quantity: source.quantity, unit: source.unit, names: source.names,
            count: source.count, readings: source.readings.map { Reading($0) })
    }
}

extension SourceView.Reading {
    init(_ reading: ReadingFact) {
        let quality =
            switch reading.quality {
            case .pass: "pass"
            case .notEvaluated: "not_evaluated"
            case .suspect: "suspect"
            case .fail: "fail"
            case .missing: "missing"
            }
        self.init(
            eventTime: reading.eventTime, receivedAt: reading.receivedAt, value: reading.value, quality: quality,
            late: reading.isLate, corrected: reading.isCorrection,
            clockDisbelieved: reading.marks.contains(.clockDisbelieved), revision: Int(reading.revision))
    }
}

extension KeyedStateView {
    init(_ keyed: ExplainedKeyed) {
        self.init(alert: keyed.alarm.alert, key: keyed.alarm.key, verdict: keyed.verdict.rawValue)
        unverified = keyed.isUnverified
        onset = keyed.onset
        lastRaise = keyed.lastRaise
        due = keyed.due
        raises = keyed.raises.map {
            Raise(at: $0.at, eventTime: $0.eventTime, station: $0.station, role: $0.role, deadline: $0.deadline)
        }
        members = keyed.members
        condition = keyed.condition.map { ConditionView($0) }
    }
}

extension ExplainedEventView {
    init(_ answer: WhyNotAnswer.EventAnswer) {
        let event = answer.event
        self.init(
            id: event.id, station: event.station, quantity: event.quantity, eventTime: event.eventTime,
            receivedAt: event.receivedAt,
            members: event.members.prefix(32).map { member in
                switch member.value {
                case .number(let number): "\(member.name)=\(number)"
                case .text(let text): "\(member.name)=\(text.prefix(200))"
                case .boolean(let flag): "\(member.name)=\(flag)"
                }
            },
            condition: answer.condition.map { ConditionView($0) })
    }
}

extension ProvenanceView {
    init(_ provenance: Provenance) {
        self.init(input: provenance.input)
        configuration = provenance.configuration
        rules = provenance.rules
        registry = provenance.registry
        linkage = provenance.linkage
        ruleFile = provenance.ruleFile
        segmentEntry = provenance.segment?.entry
        segment = provenance.segment?.sha256
    }
}

extension WhyNotView {
    init(_ answer: WhyNotAnswer, askedAt: Timestamp?) {
        let knowledge: String
        var gap: (from: Timestamp, to: Timestamp)?
        switch answer.state.knowledge {
        case .known: knowledge = "known"
        case .notWatching(let from, let to):
            knowledge = "not_watching"
            gap = (from, to)
        case .endOfJournal: knowledge = askedAt == nil ? "known" : "end_of_journal"
        }
        self.init(
            rule: answer.rule, station: answer.station, askedAt: askedAt, stateAt: answer.state.at,
            knowledge: knowledge, provenance: ProvenanceView(answer.provenance))
        notWatchingFrom = gap?.from
        notWatchingTo = gap?.to
        states = zip(answer.states, answer.sources).map { state, sources in
            State(
                rule: RuleView(state.rule),
                series: zip(state.series, sources).map { SeriesStateView($0, sources: $1) },
                alarms: state.keyed.map { KeyedStateView($0) },
                notMatched: state.mismatches.map {
                    Mismatch(quantity: $0.quantity, field: $0.field, value: $0.value, patterns: $0.patterns)
                })
        }
        event = answer.event.map { ExplainedEventView($0) }
        replayedInputs = answer.state.replayedInputs
        proven = answer.state.isProven
    }
}

extension WhyView {
    init(_ step: WhyStep) {
        let change = step.change
        self.init(
            alert: change.alarm.alert, key: change.alarm.key, step: change.kind.rawValue, at: change.at,
            eventTime: change.eventTime, provenance: ProvenanceView(step.provenance))
        endedAt = change.endedAt
        previouslyBegan = change.previously?.began
        previouslyEnded = change.previously?.ended
        late = change.isLate
        unverified = change.unverified
        byTimer = step.byTimer
        summary = change.summary
        evidence = change.evidence.map { Evidence(name: $0.name, value: $0.value) }
        rule = step.explained.map { RuleView($0.rule) }
        series = step.explained?.series.map { SeriesStateView($0, sources: step.sources) }
        alarm = step.explained?.keyed.map { KeyedStateView($0) }
        event = step.event.map { ExplainedEventView($0) }
        entry = step.entry.seq
        entryHash = step.entry.hash.hex
        code = step.code
        incident = step.entry.incident
        replayedInputs = step.replayedInputs
        proven = step.isProven
    }
}
