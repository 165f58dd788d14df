/// Gas in one well-mixed room: a source while something leaks, and ventilation.
struct GasRoom: Sendable {
    /// What leaks and when, in minutes of the evening; the level that would be reached in the end.
    struct Leak: Sendable {
        var minutes: ClosedRange<Double>
        var finalLevel: Double
    }

    /// Mean time that air stays in the room.
    let airExchangeMinutes: Double
    let leak: Leak?
    /// In the detector's unit.
    private(set) var level = 0.0

    init(airExchangeMinutes: Double, leak: Leak? = nil) {
        self.airExchangeMinutes = airExchangeMinutes
        self.leak = leak
    }

    mutating func step(minute: Double, seconds: Double) {
        let goal = leak.map { $0.minutes.contains(minute) ? $0.finalLevel : 0 } ?? 0
        level += (goal - level) * min(1, seconds / 60 / airExchangeMinutes)
    }
}
