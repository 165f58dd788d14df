/// Where the officer on duty's own clock stands.
package enum DutyState: String, Sendable, CaseIterable {
    /// Nothing is awaited: not told with a deadline, acknowledged, or over.
    case idle
    /// The acknowledgement is awaited.
    case waiting
    /// The deadline was missed; the ladder is being climbed.
    case climbing
    /// The ladder is at its end, and nobody has acknowledged.
    case exhausted
}

/// What can happen to the officer's clock.
package enum DutyInput: String, Sendable, CaseIterable {
    /// Told of something that has to be acknowledged.
    case told
    /// Told of something besides.
    case informed
    case acknowledge
    case acknowledgementDue = "acknowledgement_due"
    case stepDue = "step_due"
    /// The incident is closed, or was a false alarm.
    case over
}

/// What the officer's clock does with an input.
package enum DutyDecision: Hashable, Sendable {
    case become(DutyState)
    /// Tells the ladder's next step.
    case climb
    /// The clock runs on.
    case ignore
}

extension DutyState {
    /// Every pair of state and input, decided on purpose. The article “Incidents and orders” holds the table, and a test
    /// compares it with this code.
    package func decision(for input: DutyInput) -> DutyDecision {
        switch input {
        case .told: .become(.waiting)
        case .informed: .ignore
        case .acknowledge, .over: self == .idle ? .ignore : .become(.idle)
        case .acknowledgementDue: self == .waiting ? .become(.climbing) : .ignore
        case .stepDue: self == .climbing ? .climb : .ignore
        }
    }
}

extension DutyDecision: CustomStringConvertible {
    /// As in the table: `>state`, `climb`, `·` ignored.
    package var description: String {
        switch self {
        case .become(let state): ">\(state.rawValue)"
        case .climb: "climb"
        case .ignore: "·"
        }
    }
}

extension Incident.DutyClock {
    package var state: DutyState {
        if let climb { return climb.nextDue == nil ? .exhausted : .climbing }
        return acknowledgeBy == nil ? .idle : .waiting
    }
}
