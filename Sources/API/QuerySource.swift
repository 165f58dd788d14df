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
