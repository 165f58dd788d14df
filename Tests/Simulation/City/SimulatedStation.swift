import TestSupport

/// What a made-up station measures.
struct SimulatedKind: Sendable {
    var quantity: String
    var domain: String
    var unit: String
    /// Where the quantity lies when nothing happens, how far it wanders, and from where on it is an alarm.
    var calm: Double
    var step: Double
    var high: Double

    static let all = [
        SimulatedKind(quantity: "stage", domain: "water", unit: "m", calm: 2, step: 0.12, high: 3),
        SimulatedKind(quantity: "rain", domain: "water", unit: "mm", calm: 0.4, step: 0.6, high: 3),
        SimulatedKind(quantity: "lel", domain: "gas", unit: "%LEL", calm: 4, step: 3, high: 25),
        SimulatedKind(quantity: "speed", domain: "traffic", unit: "km/h", calm: 50, step: 6, high: 80),
    ]
}

struct SimulatedStation: Sendable {
    var id: String
    var kind: SimulatedKind
    var district: String
    var lifeSafety: Bool
    var heartbeat: String?
    /// Seconds between two readings, about.
    var cadence: Int
    var high: Double

    var topic: String { "city/\(district)/\(kind.domain)/\(id)/\(kind.quantity)" }

    static func make(_ index: Int, _ random: inout SeededRandom) -> SimulatedStation {
        let kind = random.one(of: SimulatedKind.all)
        return SimulatedStation(
            id: "s\(index)", kind: kind, district: random.chance(60) ? "north" : "south",
            lifeSafety: kind.quantity == "lel" && random.chance(50),
            heartbeat: random.chance(70) ? random.one(of: ["2m", "5m", "10m"]) : nil,
            cadence: random.one(of: [20, 60, 60, 150, 300]),
            high: kind.high * (1 + Double(random.int(-1...2)) / 20))
    }
}
