/// A slope that creeps, and faster the more water stands in it.
struct CreepingSlope: Sendable {
    let station: String
    let point: MapPoint
    /// mm a day when dry.
    let creepMillimetersPerDay: Double
    /// How often faster it moves with 100 mm of water in it.
    let sensitivity: Double
    /// mm since the beginning of the record, a day before the evening.
    private(set) var displacementMillimeters: Double
    /// Rain that has soaked in and not drained yet, mm.
    private var water = 0.0

    /// A slope drains in half a day.
    private static let drainMinutes = 720.0
    /// Part of the rain that soaks in rather than running off.
    private static let infiltration = 0.5

    init(station: String, point: MapPoint, creepMillimetersPerDay: Double, sensitivity: Double) {
        self.station = station
        self.point = point
        self.creepMillimetersPerDay = creepMillimetersPerDay
        self.sensitivity = sensitivity
        self.displacementMillimeters = creepMillimetersPerDay
    }

    /// mm at a minute before the evening, when it was dry.
    func displacement(minutesBefore minutes: Double) -> Double {
        creepMillimetersPerDay * (1 - minutes / 1_440)
    }

    mutating func stepMinute(rain millimetersPerHour: Double) {
        water += millimetersPerHour / 60 * CreepingSlope.infiltration - water / CreepingSlope.drainMinutes
        let wet = water / 100
        displacementMillimeters += creepMillimetersPerDay / 1_440 * (1 + sensitivity * wet * wet)
    }
}
