import Telemetry

/// How far back readings are judged again when one comes late or is corrected, and what is kept for it.
package struct Lateness: Hashable, Sendable {
    /// Event-time reach behind a series' newest reading, where its quantity has none of its own.
    package var horizon: Interval
    /// By quantity.
    package var horizons: [String: Interval]
    /// Readings kept of each series besides those that its rules' windows need, 16 bytes each; 0 keeps none, and a late
    /// reading only enters the windows. A reading older than what is kept is stored and not judged.
    package var readings: Int

    /// Most readings that may be kept for it.
    package static let readingLimit = 32_768

    package init(horizon: Interval, horizons: [String: Interval] = [:], readings: Int) {
        self.horizon = horizon
        self.horizons = horizons
        self.readings = max(0, min(Lateness.readingLimit, readings))
    }

    /// Nothing is judged again: for replays in strict event-time order.
    package static let none = Lateness(horizon: .zero, readings: 0)

    package func horizon(of quantity: String) -> Interval { horizons[quantity] ?? horizon }
}
