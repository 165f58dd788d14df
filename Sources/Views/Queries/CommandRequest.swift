/// What an officer orders: the body of `POST /v1/incidents/{id}/…`.
package struct CommandRequest: Hashable, Sendable, Codable {
    package var action: Action
    /// The officer: id or name.
    package var by: String
    package var reason: String?
    /// For `reset`: one alarm only.
    package var alarm: String?
    package var key: String?
    /// For `approve`, `reject`, `stand_down`, `reassign`, `answer`: one order only.
    package var order: String?
    /// For `answer`, and the new one for `reassign`.
    package var department: String?
    /// For `answer`: `acknowledged`, `accepted`, `declined`, `under_way`, `done`.
    package var state: String?
    /// For `answer`: who answered there.
    package var person: String?
    /// For `answer`: `phone`, `radio`, `in_person`.
    package var via: String?
    /// For `called`: whether somebody answered the telephone.
    package var reached: Bool?
    /// For `note`.
    package var text: String?
    /// For `add_figure`: which one, and how many more.
    package var figure: String?
    package var amount: Int64?
    /// For `decide_grade`, `decide_response`: 1 … 4.
    package var level: Int?

    /// For `merge`, `link`, `unlink`: the other incident; for `parent`, nil takes it out of its parent.
    package var other: String?
    /// For `split`: `ALERT/KEY` each.
    package var alarms: [String]?

    package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case acknowledge
        case close
        case reset
        case approve
        case reject
        case standDown = "stand_down"
        case reassign
        case declareCleared = "declare_cleared"
        case answer
        case called
        case recall
        case verify
        case falseAlarm = "false_alarm"
        case note
        case addFigure = "add_figure"
        case decideGrade = "decide_grade"
        case decideResponse = "decide_response"
        case merge
        case undo
        case split
        case link
        case unlink
        case parent
    }

    package init(
        _ action: Action, by: String, reason: String? = nil, alarm: String? = nil, key: String? = nil,
        order: String? = nil, department: String? = nil, state: String? = nil, person: String? = nil,
        via: String? = nil,
        reached: Bool? = nil, text: String? = nil, figure: String? = nil, amount: Int64? = nil, level: Int? = nil,
        other: String? = nil, alarms: [String]? = nil
    ) {
        self.action = action
        self.by = by
        self.reason = reason
        self.alarm = alarm
        self.key = key
        self.order = order
        self.department = department
        self.state = state
        self.person = person
        self.via = via
        self.reached = reached
        self.text = text
        self.figure = figure
        self.amount = amount
        self.level = level
        self.other = other
        self.alarms = alarms
    }
}
