import AlarmManagement
import Configuration
import Delivery
import IncidentCommand
import Operations
import Roster
import RuleEngine
import Store

/// What other threads ask of the watch. Replies come after the commit that holds what was asked for.
enum WatchRequest: Sendable {
    case command(OfficerCommand, reply: @Sendable (Result<CommandOutcome, ServerError>) -> Void)
    case alarmCommand(AlarmCommand, reply: @Sendable (Result<AlarmCommandOutcome, ServerError>) -> Void)
    case peopleCommand(PeopleCommand, reply: @Sendable (Result<Void, ServerError>) -> Void)
    case alarms(limit: Int, reply: @Sendable (Result<AlarmOverview, ServerError>) -> Void)
    case reload(LoadedCity, reply: @Sendable (Result<Bool, ServerError>) -> Void)
    case backup(directory: String, reply: @Sendable (Result<BackupReport, ServerError>) -> Void)
    case unknownRules(limit: Int, reply: @Sendable (Result<UnknownRules, ServerError>) -> Void)
    /// A channel is done with a message.
    case handOver(FinishedDelivery)
    /// Whether the state sheet can be written: why not, or nil when it can again.
    case stateSheet(failure: String?)
    case stop
}

/// The rules that cannot decide now, the longest first, and how many there are in all.
package typealias UnknownRules = (total: Int, states: [RuleEngine.UnknownState])

/// Why the running server did not do what it was asked for.
package enum ServerError: Error, Hashable, Sendable {
    case stopping
    /// Too many requests wait.
    case queueFull
    /// The store can't be written: what could not be recorded is not done.
    case storeFull(String)
    case failed(String)
}

/// What became of a reload.
package enum ReloadOutcome: Sendable {
    case reloaded(sha256: String)
    case unchanged(sha256: String)
    /// The old rules go on.
    case refused(ConfigurationProblems)
    case failed(String)
}
