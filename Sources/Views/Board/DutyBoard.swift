import Telemetry

/// What `tocsin watch` shows on one screen: whether it can be trusted, what needs a person first, what is under way, and the
/// newest lines of the log.
package struct DutyBoard: Hashable, Sendable {
    /// As last heard; nil before the first answer.
    package var status: StatusView?
    /// Every open incident as last heard.
    package var incidents: [IncidentView]
    package var names: NameBook
    /// Rendered lines of the log, the newest last.
    package var recent: [String]
    /// For how long the server has not answered; nil while it does.
    package var silence: Interval?

    package init(
        status: StatusView? = nil, incidents: [IncidentView] = [], names: NameBook = NameBook(), recent: [String] = [],
        silence: Interval? = nil
    ) {
        self.status = status
        self.incidents = incidents
        self.names = names
        self.recent = recent
        self.silence = silence
    }

    /// The terminal's bell goes on until every open incident is acknowledged, and while nothing can be heard of any.
    package var rings: Bool {
        silence != nil || incidents.contains { !$0.status.isOver && $0.acknowledgedAt == nil }
    }

    /// The server's own time when it last answered.
    package var now: Timestamp? { status?.now }

    /// One screen.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal; longer lines are cut with “…”.
    ///   - height: lines of the terminal; what does not fit is counted, never left out in silence.
    package func render(width: Int, height: Int, language: Language) -> [BoardLine] {
        var page = DutyBoardPage(board: self, width: max(20, width), height: max(8, height), language: language)
        return page.lines()
    }
}
