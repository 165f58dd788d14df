import Telemetry

/// Counts alarms told within a window, and knows whether they are a flood. Holds only as many times as the limits need.
struct FloodMeter: Hashable, Sendable, Codable {
    /// The newest, oldest first.
    private var times: [Timestamp] = []
    private(set) var isOn = false
    private(set) var beganAt = Timestamp.distantPast
    /// Alarms told in this flood.
    var alarms = 0

    mutating func add(_ time: Timestamp, keep limit: Int) {
        times.append(time)
        if times.count > limit { times.removeFirst(times.count - limit) }
    }

    /// Up to as many as are kept.
    func count(within window: Interval, at now: Timestamp) -> Int {
        times.reduce(0) { $0 + ($1 + window > now ? 1 : 0) }
    }

    mutating func begin(at now: Timestamp, alarms count: Int) {
        isOn = true
        beganAt = now
        alarms = count
    }

    mutating func end() {
        isOn = false
        alarms = 0
    }

    /// When, if nothing more comes, fewer than `off` alarms are within the window.
    func calm(_ limits: AlarmManagementRules.Flood) -> Timestamp {
        guard times.count >= limits.off else { return times.last ?? .distantPast }
        return times[times.count - limits.off] + limits.window
    }
}
