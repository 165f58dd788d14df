import Configuration

/// A city of many registered gauges, with the shared workload's five rules and limits of quality.
package enum GaugeCity {
    /// - Parameters:
    ///   - hasDay: with a window of a day for every station.
    ///   - warning: level from which R1 rings after five minutes, metres.
    package static func bundle(stations: Int, hasDay: Bool = false, warning: String = "3.0") -> ConfigurationBundle {
        var files = [
            ConfigurationFile(path: "city.yaml", text: city),
            ConfigurationFile(path: "workload/rules.yaml", text: rules(warning: warning) + (hasDay ? day : "")),
            ConfigurationFile(path: "linkage/all.yaml", text: linkage),
            ConfigurationFile(path: "quality/level.yaml", text: quality),
        ]
        let perFile = 2_000
        for first in stride(from: 0, to: stations, by: perFile) {
            var text = "stations:\n"
            for number in first..<min(stations, first + perFile) {
                text += """
                      - id: s\(number)
                        name: {zh: 站, en: Station}
                        latitude: \(27.0 + Double(number % 100) / 100)
                        longitude: \(110.0 + Double(number / 100) / 100)
                        district: d\(number % 40)
                        quantities:
                          - {quantity: level, unit: m, heartbeat: 5m}

                    """
            }
            files.append(ConfigurationFile(path: "stations/\(first).yaml", text: text))
        }
        return ConfigurationBundle(files: files)
    }

    package static func topic(_ station: Int) -> String { "city/d\(station % 40)/water/s\(station)/level" }

    private static let city: String = {
        var text = """
            city:
              id: gauges
              name: {zh: 水位站, en: Gauges}
              utc_offset: "+08:00"
              officers:
                - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
              districts:

            """
        for district in 0..<40 { text += "    - {id: d\(district), name: {zh: 区, en: District}}\n" }
        return text + """
              places:
                - {id: square, name: {zh: 广场, en: Square}, district: d0}
            broker:
              url: mqtt://127.0.0.1:1
              subscriptions:
                - {topic: city/#, qos: 1}
            store:
              ballast_mebibytes: 0

            """
    }()

    private static func rules(warning: String) -> String {
        """
        groups:
          - name: water
            match: {domain: water}
            params: {hi: \(warning), lo: 2.7, rise: 1.0, rise_clear: 0.5, average: 2.4, average_clear: 2.2}
            labels: {hazard: flood, colour: blue}
            rules:
              - {alert: R1, expr: value >= params.hi, clear_when: value < params.lo, for: 300s}
              - {alert: R2, expr: "rise('30m') >= params.rise", clear_when: "rise('30m') < params.rise_clear"}
              - {alert: R3, expr: avg_last(10) >= params.average, clear_when: avg_last(10) < params.average_clear}
              - {alert: R4, expr: "silence() > duration('15m')"}
          - name: districts
            labels: {hazard: flood, colour: yellow}
            rules:
              - {alert: R5, over: {alert: R1, by: [district]}, expr: "distinct('station', '600s') >= 3", cooldown: 600s}
        """
    }

    private static let day = """

          - name: day
            match: {domain: water}
            labels: {hazard: flood, colour: blue}
            rules:
              - {alert: Day, expr: "rise('24h') >= 12.0"}

        """

    private static let quality = """
        quality:
          - name: level
            match: {quantity: level, unit: m}
            range:
              sensor: {low: -10, high: 30, source: benchmark, date: "2026-01-01"}
              operator: {low: -1, high: 12, source: benchmark, date: "2026-01-01"}
            spike: {suspect: 0.5, fail: 2, within: 1h, source: benchmark, date: "2026-01-01"}
            rate: {deviations: 6, readings: 12, at_least: 0.5, per: 1m, source: benchmark, date: "2026-01-01"}
            flat_line: {suspect_after: 120, tolerance: 0.0001, source: benchmark, date: "2026-01-01"}
        """

    private static let linkage = """
        departments:
          - {id: water, name: {zh: 水利局, en: Water}}
        ladders:
          - id: standard
            steps:
              - {tell: department}
        duty: {officer: duty-officer, acknowledge_within: 5m, ladder: [{tell: duty-officer}]}
        hazards:
          - id: flood
            name: {zh: 洪水, en: Flood}
            rows:
              - {colour: blue, acknowledge_within: 5m, ladder: standard, lead: {department: water, tasks: [{zh: 巡, en: Patrol}]}}
        """
}
