/// Gas in the rooms of one building: a source while something leaks, ventilation, and doors through which it spreads.
///
/// Each room is well mixed. Between two rooms air is exchanged in proportion to the difference (Fick's law for the
/// whole opening), so that gas is neither made nor lost on its way.
struct GasBuilding: Sendable {
    /// What leaks and when, in minutes of the evening; how far the level would rise in the end.
    struct Leak: Sendable {
        var minutes: ClosedRange<Double>
        var finalRise: Double
    }

    struct Room: Sendable {
        /// `station/quantity`.
        let key: String
        /// Mean time that air stays in the room.
        let airExchangeMinutes: Double
        let leak: Leak?
        /// In the detector's unit, without any leak.
        let rest: Double
        fileprivate(set) var level: Double

        init(_ key: String, airExchangeMinutes: Double, rest: Double, leak: Leak? = nil) {
            self.key = key
            self.airExchangeMinutes = airExchangeMinutes
            self.leak = leak
            self.rest = rest
            self.level = rest
        }
    }

    private(set) var rooms: [Room]
    /// From each room to the next: mean time after which the air has gone through the door.
    let doorMinutes: Double

    init(_ rooms: [Room], doorMinutes: Double = 20) {
        self.rooms = rooms
        self.doorMinutes = doorMinutes
    }

    mutating func step(minute: Double, seconds: Double) {
        let part = seconds / 60
        for index in rooms.indices {
            let room = rooms[index]
            let leaking = room.leak.map { $0.minutes.contains(minute) ? $0.finalRise : 0 } ?? 0
            rooms[index].level += (room.rest + leaking - room.level) * min(1, part / room.airExchangeMinutes)
        }
        for index in rooms.indices.dropLast() {
            let through = (rooms[index].level - rooms[index + 1].level) * min(0.5, part / doorMinutes)
            rooms[index].level -= through
            rooms[index + 1].level += through
        }
    }
}
