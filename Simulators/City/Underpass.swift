/// Water in the sag of a road under a railway: rain runs in, pumps take it out while they have power.
struct Underpass: Sendable {
    let station: String
    let point: MapPoint
    /// Sealed area that drains into the sag, ha.
    let drainedHectares: Double
    /// m³/s while the pump runs.
    let pumpFlow: Double
    /// The board that feeds the pump.
    let board: String
    /// V = shape · depth²: a sag between two ramps, m³ per m².
    let shape: Double
    private(set) var storedCubicMeters = 0.0
    private(set) var inflowCubicMeters = 0.0
    private(set) var pumpedCubicMeters = 0.0
    private var pumpRuns = false

    init(
        station: String, point: MapPoint, drainedHectares: Double, pumpFlow: Double, shape: Double, board: String
    ) {
        self.station = station
        self.point = point
        self.drainedHectares = drainedHectares
        self.pumpFlow = pumpFlow
        self.shape = shape
        self.board = board
    }

    var depthCentimeters: Double {
        100 * (storedCubicMeters / shape).squareRoot()
    }

    /// Pavement sheds nine tenths of the rain; the road gullies keep the first 12 mm/h of it out of the sag.
    mutating func step(rain field: RainField, minute: Double, seconds: Double, hasPower: Bool) {
        let rate = max(0, field.millimetersPerHour(at: point, minute: minute) * 0.9 - 12)
        let inflow = rate / 1_000 / 3_600 * drainedHectares * 10_000 * seconds
        inflowCubicMeters += inflow
        storedCubicMeters += inflow
        // The float switch starts the pump at 6 cm and stops it at 1 cm.
        if depthCentimeters >= 6 { pumpRuns = true }
        if depthCentimeters <= 1 { pumpRuns = false }
        guard pumpRuns, hasPower else { return }
        let pumped = min(storedCubicMeters, pumpFlow * seconds)
        pumpedCubicMeters += pumped
        storedCubicMeters -= pumped
    }
}
