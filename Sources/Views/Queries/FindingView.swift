import Telemetry

/// One finding of `tocsin doctor`.
package struct FindingView: Hashable, Sendable, Codable {
    /// `broker`, `channels`, `clock`, `database`, `disk`, `locale`, `roster`, `rules`.
    package var area: String
    package var severity: Severity
    /// Full sentences in both languages.
    package var message: Bilingual
    /// What to do; nil where all is well.
    @Nullable package var remedy: Bilingual?

    /// Ordered from harmless to grave.
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        case good
        case note
        case warning
        case failure

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .good: 0
            case .note: 1
            case .warning: 2
            case .failure: 3
            }
        }
    }

    package init(area: String, severity: Severity, message: Bilingual, remedy: Bilingual? = nil) {
        self.area = area
        self.severity = severity
        self.message = message
        self.remedy = remedy
    }
}
