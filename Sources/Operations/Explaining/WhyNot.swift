import RuleEngine
import Store
import Telemetry

/// Where a rule stood with a station at a moment, and why.
package struct WhyNotAnswer {
    package var rule: String
    package var station: String
    /// The moment asked about.
    package var asked: Timestamp
    package var state: PastState
    /// Every rule of the name.
    package var states: [ExplainedState]
    /// Readings of each of the rules' series, in the order of `ExplainedState.series`.
    package var sources: [[[SourceFacts]]]
    package var provenance: Provenance
    /// Of a rule about events: the station's newest event and what the rule made of it.
    package var event: EventAnswer?

    package struct EventAnswer {
        package var event: EventObject
        package var condition: ExplainedCondition?
    }
}

extension Past {
    /// - Parameters:
    ///   - quantity: only series of that quantity.
    ///   - watchedThrough: see `state(at:watchedThrough:)`.
    /// - Throws: as `state(at:watchedThrough:)`; `unknownRule`, `unknownStation`.
    package func whyNot(
        rule: String, station: String, quantity: String? = nil, at moment: Timestamp, watchedThrough: Timestamp? = nil
    ) throws -> WhyNotAnswer {
        let state = try state(at: moment, watchedThrough: watchedThrough)
        return try whyNot(rule: rule, station: station, quantity: quantity, asked: moment, state)
    }

    /// The same for a state that was found already.
    package func whyNot(
        rule: String, station: String, quantity: String? = nil, asked moment: Timestamp, _ state: PastState
    ) throws -> WhyNotAnswer {
        guard let engine = state.fold.engine else { throw ExplanationFailure.unknownRule(rule, known: []) }
        let states = engine.explain(alert: rule, station: station, quantity: quantity, at: state.at)
        if states.isEmpty { throw ExplanationFailure.unknownRule(rule, known: engine.alertNames) }
        guard engine.knows(station: station) else { throw ExplanationFailure.unknownStation(station) }
        let sources = try states.map { state in
            try state.series.map { try $0.sources.map { try SourceFacts($0, at: moment, reader: reader) } }
        }
        var answer = WhyNotAnswer(
            rule: rule, station: station, asked: moment, state: state, states: states, sources: sources,
            provenance: Provenance(state.fold.loaded, rulePath: states.first?.rule.path, input: state.fold.sequence),
            event: nil)
        answer.provenance.segment = try segment(of: state.fold.sequence)
        if states.contains(where: { $0.rule.subject == "event" }),
            let stored = try reader.newestEvent(station: station, receivedBy: state.at)
        {
            let condition = engine.explain(alert: rule, event: stored.event).first?.condition
            answer.event = WhyNotAnswer.EventAnswer(event: stored.event, condition: condition)
        }
        return answer
    }
}
