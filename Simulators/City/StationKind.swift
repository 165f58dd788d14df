/// What a simulated station is, and with it what it measures and how often.
package enum StationKind: Hashable, Sendable {
    case rain
    case river(sendsFlow: Bool)
    case reservoir(sendsOutflow: Bool)
    case underpass
    case road(RoadClass)
    case combustibleGas
    case combustibleByVolume
    case carbonMonoxide
    case bothGases
    case sewageGas
    case plantGas
    case methane
    case smoke
    case callPoint
    case door
    case motion
    case glassBreak
    case panic
    case mains
    case pipePressure(kilopascals: Double)
    case pipeFlow(cubicMetersPerHour: Double)
    case climate
    case forest(tellsDanger: Bool)
    case air
    case school
    case hospital
    case slope
    case seismic
    case catalogue

    /// Third level of the topic.
    var domain: String {
        switch self {
        case .rain: "rain"
        case .river, .reservoir: "river"
        case .underpass, .road: "road"
        case .combustibleGas, .combustibleByVolume, .carbonMonoxide, .bothGases, .sewageGas, .plantGas: "gas"
        case .methane: "mine"
        case .smoke, .callPoint: "fire"
        case .door, .motion, .glassBreak, .panic: "security"
        case .mains: "power"
        case .pipePressure, .pipeFlow: "water"
        case .climate, .forest: "weather"
        case .air: "air"
        case .school, .hospital: "health"
        case .slope: "geological"
        case .seismic, .catalogue: "seismic"
        }
    }

    /// Seconds between two regular messages: half of the heartbeat or less, so that one lost message is no silence.
    var periodSeconds: Int {
        switch self {
        case .seismic: 30
        case .underpass, .combustibleGas, .combustibleByVolume, .carbonMonoxide, .bothGases, .sewageGas, .plantGas,
            .methane:
            60
        case .road, .mains, .pipePressure, .pipeFlow: 120
        case .rain, .river: 300
        case .reservoir, .slope, .forest: 600
        case .smoke, .callPoint, .door, .motion, .glassBreak, .panic: 900
        case .air: 3_600
        // Once a day, in the evening.
        case .climate, .school, .hospital, .catalogue: 86_400
        }
    }

    var sensors: [Sensor] {
        switch self {
        case .rain: [Sensor("rain", "mm", digits: 1)]
        case .river(let sendsFlow):
            [Sensor("stage", "m", digits: 2, noise: 0.006)]
                + (sendsFlow ? [Sensor("flow", "m3/s", digits: 1, noise: 0.5, lowest: 0)] : [])
        case .reservoir(let sendsOutflow):
            [Sensor("reservoir-level", "m", digits: 2, noise: 0.004)]
                + (sendsOutflow ? [Sensor("reservoir-outflow", "m3/s", digits: 1, lowest: 0)] : [])
        case .underpass: [Sensor("depth", "cm", digits: 1, noise: 0.2, lowest: 0)]
        case .road(.travelTime): [Sensor("travel-time", "s", digits: 0, rest: 420, noise: 9, lowest: 0)]
        case .road(.expressway): [StationKind.speed, Sensor("occupancy", "%", digits: 1, noise: 0.3, lowest: 0.1)]
        case .road: [StationKind.speed]
        default: buildingSensors + countrySensors
        }
    }

    private static let speed = Sensor("speed", "km/h", digits: 1, noise: 0.8, lowest: 0)
    private static let combustible = Sensor("lel", "%LEL", digits: 1, rest: 0.6, noise: 0.4, lowest: 0)
    private static let monoxide = Sensor("co", "mg/m3", digits: 1, rest: 2.5, noise: 0.8, lowest: 0)

    private var buildingSensors: [Sensor] {
        switch self {
        case .combustibleGas: [StationKind.combustible]
        case .combustibleByVolume: [Sensor("combustible", "%vol", digits: 2, rest: 0.03, noise: 0.02, lowest: 0)]
        case .carbonMonoxide: [StationKind.monoxide]
        case .bothGases: [StationKind.combustible, StationKind.monoxide]
        case .sewageGas:
            [
                Sensor("h2s", "mg/m3", digits: 1, rest: 1.2, noise: 0.5, lowest: 0),
                Sensor("oxygen", "%vol", digits: 1, rest: 20.8, noise: 0.1),
            ]
        case .plantGas:
            [
                Sensor("h2s", "ppm", digits: 1, rest: 0.4, noise: 0.3, lowest: 0),
                Sensor("co", "ppm", digits: 1, rest: 1.5, noise: 0.5, lowest: 0),
            ]
        case .methane: [Sensor("methane", "%vol", digits: 2, rest: 0.34, noise: 0.03, lowest: 0)]
        case .smoke: [Sensor("smoke", "1", digits: 0)]
        case .callPoint: [Sensor("call-point", "1", digits: 0)]
        case .door: [Sensor("door", "1", digits: 0), Sensor("tamper", "1", digits: 0)]
        case .motion: [Sensor("motion", "1", digits: 0), Sensor("tamper", "1", digits: 0)]
        case .glassBreak: [Sensor("glass-break", "1", digits: 0), Sensor("tamper", "1", digits: 0)]
        case .panic: [Sensor("battery", "V", digits: 2, rest: 3.58, noise: 0.01)]
        case .mains: [Sensor("mains-voltage", "V", digits: 1, rest: 227, noise: 1.2, lowest: 0)]
        case .pipePressure(let rest): [Sensor("pipe-pressure", "kPa", digits: 1, rest: rest, noise: 1.5, lowest: 0)]
        case .pipeFlow(let rest): [Sensor("pipe-flow", "m3/h", digits: 0, rest: rest, noise: 6, lowest: 0)]
        default: []
        }
    }

    private var countrySensors: [Sensor] {
        switch self {
        case .climate: [Sensor("rain-day", "mm", digits: 1)]
        case .forest(let tellsDanger):
            [
                Sensor("humidity", "%", digits: 0, rest: 96, noise: 1.5),
                Sensor("temperature", "Cel", digits: 1, rest: 21, noise: 0.3),
                Sensor("wind-speed", "m/s", digits: 1, rest: 4.5, noise: 1.5, lowest: 0),
            ] + (tellsDanger ? [Sensor("fire-danger", "1", digits: 0, rest: 1)] : [])
        case .air:
            [
                Sensor("no2", "ug/m3", digits: 0, rest: 34, noise: 4, lowest: 0),
                Sensor("pm25", "ug/m3", digits: 0, rest: 26, noise: 5, lowest: 0),
                Sensor("o3", "ug/m3", digits: 0, rest: 58, noise: 6, lowest: 0),
            ]
        case .school:
            [
                Sensor("ili-cases", "persons", digits: 0, rest: 1, noise: 1),
                Sensor("diarrhoea-cases", "persons", digits: 0, rest: 1, noise: 1),
                Sensor("rash-cases", "persons", digits: 0),
                Sensor("food-poisoning-cases", "persons", digits: 0),
            ]
        case .hospital: [Sensor("fever-visits", "persons", digits: 0, rest: 7, noise: 2)]
        case .slope: [Sensor("displacement", "mm", digits: 2, noise: 0.03)]
        // Acceleration and the peak of the last half minute: the ground is never quite still.
        case .seismic:
            [
                Sensor("acceleration", "m/s2", digits: 5, noise: 0.0006),
                Sensor("pga", "m/s2", digits: 5, rest: 0.0007, noise: 0.0002, lowest: 0),
            ]
        default: []
        }
    }
}
