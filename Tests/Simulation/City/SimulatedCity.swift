import Configuration
import Operations
import TestSupport

/// A city made of a seed: stations, rules, limits of quality and who answers.
package struct SimulatedCity: Sendable {
    let stations: [SimulatedStation]
    /// Two, between which the city changes while it runs.
    package let bundles: [ConfigurationBundle]

    static let orderKey = String(repeating: "3c", count: 32)

    /// - Parameter isOfEventTime: without rules that look at when something arrived: what a delay must not change.
    package init(seed: UInt64, isOfEventTime: Bool = false) {
        var random = SeededRandom(seed: seed)
        stations = (1...random.int(3...7)).map { SimulatedStation.make($0, &random) }
        let registered = stations.filter { _ in random.chance(90) }
        let rules = [
            SimulatedRules.text(
                SeededRandom(seed: random.next()), isOfEventTime: isOfEventTime, registered: registered),
            SimulatedRules.text(
                SeededRandom(seed: random.next()), isOfEventTime: isOfEventTime, registered: registered),
        ]
        let quality = [
            SimulatedCity.quality(&random, isOfEventTime: isOfEventTime),
            SimulatedCity.quality(&random, isOfEventTime: isOfEventTime),
        ]
        let registry = [
            SimulatedCity.registry(registered, raised: 0), SimulatedCity.registry(registered, raised: 0.05),
        ]
        bundles = (0..<2).map { index in
            ConfigurationBundle(files: [
                ConfigurationFile(path: "city.yaml", text: SimulatedCity.city),
                ConfigurationFile(path: "stations/all.yaml", text: registry[index]),
                ConfigurationFile(path: "hazards/all.yaml", text: rules[index]),
                ConfigurationFile(path: "linkage/all.yaml", text: SimulatedCity.linkage),
                ConfigurationFile(path: "quality/all.yaml", text: quality[index]),
            ])
        }
    }

    /// - Throws: `ConfigurationProblems`, which then are a fault of the generator.
    package func loaded() throws -> [LoadedCity] { try bundles.map { try LoadedCity(bundle: $0) } }

    private static let city = """
        city:
          id: simulated
          name: {zh: 模拟市, en: Simulated}
          utc_offset: "+08:00"
          districts:
            - {id: north, name: {zh: 北区, en: North}}
            - {id: south, name: {zh: 南区, en: South}}
          places:
            - {id: square, name: {zh: 广场, en: Square}, district: north}
          officers:
            - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
            - {id: duty-leader, name: {zh: 带班领导, en: Duty leader}}
        broker:
          url: mqtt://127.0.0.1:1
          subscriptions:
            - {topic: city/#, qos: 1}
        store:
          ballast_mebibytes: 0
        """

    private static func registry(_ stations: [SimulatedStation], raised: Double) -> String {
        var text = "stations:\n"
        for (index, station) in stations.enumerated() {
            text += """
                  - id: \(station.id)
                    name: {zh: 站, en: Station}
                    latitude: \(27.5 + Double(index) / 100)
                    longitude: 110.0
                    district: \(station.district)
                    life_safety: \(station.lifeSafety)
                    upstream: [\(index > 0 ? stations[index - 1].id : "")]
                    downstream: [\(index + 1 < stations.count ? stations[index + 1].id : "")]
                    quantities:
                      - quantity: \(station.kind.quantity)
                        unit: "\(station.kind.unit)"
                        thresholds:
                          - {name: high, value: \(station.high * (1 + raised)), source: simulation, date: "2026-01-01"}

                """
            if let heartbeat = station.heartbeat { text += "        heartbeat: \(heartbeat)\n" }
        }
        return text + """
              - id: button
                name: {zh: 按钮, en: Button}
                latitude: 27.6
                longitude: 110.2
                district: north
                place: square
                life_safety: true
                quantities:
                  - {quantity: panic, unit: "", thresholds: [{name: high, value: 1, source: simulation, date: "2026-01-01"}]}

            """
    }

    private static func quality(_ random: inout SeededRandom, isOfEventTime: Bool) -> String {
        let by = "source: simulation, date: \"2026-01-01\""
        var text = "quality:\n"
        for kind in SimulatedKind.all where kind.quantity != "speed" || random.chance(50) {
            let step = kind.step
            text += "  - name: \(kind.quantity)\n    match: {quantity: \(kind.quantity), unit: \"\(kind.unit)\"}\n"
            text += "    range: {sensor: {low: -20, high: \(kind.high * 3), \(by)}"
            text += ", operator: {low: \(-step), high: \(kind.high * 1.4), \(by)}}\n"
            if random.chance(60) {
                text += "    spike: {suspect: \(step * 4), fail: \(step * 9), within: 1h, \(by)}\n"
            }
            if random.chance(60) {
                text += "    rate: {deviations: 3, readings: 5, at_least: \(step * 2), per: 5m, \(by)}\n"
            }
            if random.chance(50) {
                text += "    flat_line: {suspect_after: 4, fail_after: 9, tolerance: 0.001, \(by)}\n"
            }
            if random.chance(40) { text += "    gap: {after: 12m, \(by)}\n" }
            if random.chance(40) { text += "    neighbour: {metres: 3000, limit: \(step * 5), within: 10m, \(by)}\n" }
        }
        return text
    }

    private static let linkage = """
        departments:
          - id: water
            name: {zh: 水利局, en: Water}
          - id: police
            name: {zh: 公安局, en: Police}
        ladders:
          - id: standard
            steps:
              - {tell: department}
              - {tell: duty-leader, after: 2m, repeat: 5m, times: 2}
        duty:
          officer: duty-officer
          acknowledge_within: 5m
          ladder:
            - {tell: duty-officer}
            - {tell: duty-leader, after: 5m}
        hazards:
          - id: flood
            name: {zh: 洪水, en: Flood}
            rows:
              - colour: blue
                acknowledge_within: 5m
                ladder: standard
                lead: {department: water, tasks: [{zh: 巡堤, en: Patrol}]}
              - colour: orange
                acknowledge_within: 3m
                ladder: standard
                lead: {department: water, tasks: [{zh: 抢险, en: Defend}]}
                linked:
                  - {department: police, mode: propose, tasks: [{zh: 转移, en: Evacuate}]}
        """
}
