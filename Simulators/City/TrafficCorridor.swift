/// One carriageway as cells that hand vehicles on: the cell transmission model (Daganzo 1994), in which a blocked cell
/// sends a shock wave upstream by itself, as fast as flow and density say.
package struct TrafficCorridor: Sendable {
    /// Part of the lanes that a crash leaves, at which cell and when (minutes of the evening).
    struct Crash: Sendable {
        var cell: Int
        var minutes: ClosedRange<Double>
        var capacityPart: Double
    }

    static let stepSeconds = 15.0
    static let cellKilometers = 1.0 / 3
    static let lanes = 3.0
    /// Vehicles an hour and lane; what a lane of a city expressway carries on a dry road.
    static let laneCapacity = 1_800.0
    /// Speed of the wave in which a queue moves up, km/h.
    static let waveSpeed = 18.0
    /// Metres of road that a detector sees a vehicle on: its length and that of the loop.
    static let effectiveVehicleMeters = 6.5

    let freeSpeed: Double
    let crash: Crash?
    /// Vehicles in each cell.
    private(set) var cells: [Double]
    /// Mean speed of the last minute, km/h.
    private(set) var speeds: [Double]
    /// Vehicles that could not enter yet.
    package private(set) var waiting = 0.0
    package private(set) var entered = 0.0
    package private(set) var left = 0.0
    package let storedAtStart: Double

    init(cellCount: Int, freeSpeed: Double, flowAtStart: Double, crash: Crash?) {
        self.freeSpeed = freeSpeed
        self.crash = crash
        let vehicles = flowAtStart / freeSpeed * TrafficCorridor.cellKilometers
        cells = Array(repeating: vehicles, count: cellCount)
        speeds = Array(repeating: freeSpeed, count: cellCount)
        storedAtStart = vehicles * Double(cellCount)
    }

    package var stored: Double { cells.reduce(0, +) + waiting }

    /// Vehicles on a lane's kilometre that fill a detector's loop for part of the time.
    func occupancyPercent(cell: Int) -> Double {
        let density = cells[cell] / TrafficCorridor.cellKilometers / TrafficCorridor.lanes
        return density * TrafficCorridor.effectiveVehicleMeters / 10
    }

    /// One minute of traffic.
    ///
    /// - Parameters:
    ///   - demand: vehicles an hour that want to enter.
    ///   - rain: mm/h.
    mutating func stepMinute(minute: Double, demand: Double, rain: Double) {
        let steps = Int(60 / TrafficCorridor.stepSeconds)
        var passed = Array(repeating: 0.0, count: cells.count)
        var present = Array(repeating: 0.0, count: cells.count)
        for _ in 0..<steps {
            waiting += demand * TrafficCorridor.stepSeconds / 3_600
            entered += demand * TrafficCorridor.stepSeconds / 3_600
            let flows = flows(minute: minute, rain: rain)
            for index in cells.indices {
                present[index] += cells[index]
                passed[index] += flows[index + 1]
                cells[index] += flows[index] - flows[index + 1]
            }
            waiting -= flows[0]
            left += flows[cells.count]
        }
        let free = freeSpeed * RoadWeather.speedPart(rain: rain)
        for index in cells.indices {
            let travelled = passed[index] * TrafficCorridor.cellKilometers * 3_600 / TrafficCorridor.stepSeconds
            speeds[index] = present[index] > 0 ? min(free, travelled / present[index]) : free
        }
    }

    /// Vehicles that cross each border in a step: into the first cell, between cells, out of the last.
    private func flows(minute: Double, rain: Double) -> [Double] {
        let hours = TrafficCorridor.stepSeconds / 3_600
        let free = freeSpeed * RoadWeather.speedPart(rain: rain)
        let capacity = TrafficCorridor.laneCapacity * TrafficCorridor.lanes * RoadWeather.capacityPart(rain: rain)
        let dryCapacity = TrafficCorridor.laneCapacity * TrafficCorridor.lanes
        let jam = dryCapacity / freeSpeed + dryCapacity / TrafficCorridor.waveSpeed
        func limit(_ index: Int) -> Double {
            guard let crash, crash.cell == index, crash.minutes.contains(minute) else { return capacity }
            return capacity * crash.capacityPart
        }
        func sent(_ index: Int) -> Double {
            min(cells[index] * free * hours / TrafficCorridor.cellKilometers, limit(index) * hours)
        }
        func taken(_ index: Int) -> Double {
            let room = jam * TrafficCorridor.cellKilometers - cells[index]
            let moved = max(0, room) * TrafficCorridor.waveSpeed * hours / TrafficCorridor.cellKilometers
            return min(moved, limit(index) * hours)
        }
        var result = [min(waiting, taken(0))]
        for index in cells.indices.dropLast() { result.append(min(sent(index), taken(index + 1))) }
        result.append(sent(cells.count - 1))
        return result
    }
}
