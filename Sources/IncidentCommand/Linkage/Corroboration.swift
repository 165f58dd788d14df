import Telemetry

/// What makes an incident corroborated: data, with its source.
package struct Corroboration: Hashable, Sendable {
    /// Independent sources needed, at least 2.
    package var sources: Int
    /// They have to speak within this time.
    package var window: Interval
    /// The document or rule that it comes from, and its date (`2024-05-01`).
    package var source: String
    package var date: String

    package init(sources: Int, window: Interval, source: String = "", date: String = "") {
        self.sources = sources
        self.window = window
        self.source = source
        self.date = date
    }
}
