import Telemetry

/// What a timer of alarm management is for.
enum AlarmTimer: Hashable, Sendable, Codable {
    /// Look at a withheld alarm again.
    case look(AlarmID)
    /// A suppression may have run out.
    case suppression(String)
    case stale(AlarmID)
    /// The flood may be over.
    case flood
    /// An alarm may have become calm, or may be forgotten.
    case calm(AlarmID)
}
