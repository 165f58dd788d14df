import Telemetry
import Views

/// What can be asked without changing anything. A running server answers from its store, a command without a server from
/// the same file: both give the same views.
package protocol QuerySource: Sendable {
    func names() throws(ProblemView) -> NameBook
    func status() throws(ProblemView) -> StatusView
    /// Newest first.
    func incidents(_ query: IncidentQuery) throws(ProblemView) -> [IncidentView]
    /// With its timeline; nil where there is no such incident.
    func incident(_ id: String) throws(ProblemView) -> IncidentView?
    /// Registered ones in the registry's order, then the others by id.
    func stations() throws(ProblemView) -> [StationView]
    /// Oldest first; the newest `limit` of the range.
    func readings(_ query: ReadingQuery) throws(ProblemView) -> [ReadingView]
    /// Newest first.
    func quarantine(limit: Int) throws(ProblemView) -> [QuarantineView]
    /// Entries from a number on, in order.
    func log(from number: Int64, limit: Int) throws(ProblemView) -> [LogEntryView]
    func verify(head: VerificationView.Head?) throws(ProblemView) -> VerificationView
}

package struct IncidentQuery: Hashable, Sendable {
    /// Nil: open and closed ones.
    package var open: Bool?
    package var limit: Int

    package init(open: Bool? = nil, limit: Int = 1_000) {
        self.open = open
        self.limit = limit
    }
}

package struct ReadingQuery: Hashable, Sendable {
    package var station: String
    package var quantity: String?
    /// Event times, both ends included.
    package var from: Timestamp?
    package var through: Timestamp?
    package var limit: Int

    package init(
        station: String, quantity: String? = nil, from: Timestamp? = nil, through: Timestamp? = nil, limit: Int = 100
    ) {
        self.station = station
        self.quantity = quantity
        self.from = from
        self.through = through
        self.limit = limit
    }
}
