/// How rain and water on the road slow traffic.
enum RoadWeather {
    /// What is left of the capacity: −2, −7.5 and −13.5 % in light, moderate and heavy rain, the middles of the ranges
    /// measured by Agarwal, Maze and Souleyrette (2005) on Minneapolis freeways; limits 0.01 and 0.25 in/h.
    static func capacityPart(rain millimetersPerHour: Double) -> Double {
        switch millimetersPerHour {
        case ..<0.25: 1
        case ..<2.5: 0.98
        case ..<6.35: 0.925
        default: 0.865
        }
    }

    /// What is left of the speed: −1.5, −3 and −5.5 %, from the same source.
    static func speedPart(rain millimetersPerHour: Double) -> Double {
        switch millimetersPerHour {
        case ..<0.25: 1
        case ..<2.5: 0.985
        case ..<6.35: 0.97
        default: 0.945
        }
    }

    /// What is left of the speed in standing water, 0 from 30 cm on: v = 0.0009 w² − 0.5529 w + 86.9448 with w in mm
    /// (Pregnolato, Ford, Wilkinson and Dawson 2017), as a part of its value on a dry road.
    static func speedPart(depthCentimeters: Double) -> Double {
        let depth = depthCentimeters * 10
        guard depth < 300 else { return 0 }
        return max(0, (0.0009 * depth * depth - 0.5529 * depth + 86.9448) / 86.9448)
    }

    /// What is left of the speed by the hour: home traffic ebbs away between 18:00 and 21:00.
    static func demandPart(minute: Double) -> Double {
        min(1, 0.74 + 0.26 * max(0, minute) / 180)
    }
}
