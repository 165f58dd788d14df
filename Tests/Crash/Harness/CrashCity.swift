import Foundation

/// The city of the crash runs: small, quick deadlines, so that timers, ladders and orders are under way at every kill.
package enum CrashCity {
    package static let stations = 120
    package static let department = "water"

    package static func district(_ station: Int) -> String { station / 10 % 2 == 0 ? "north" : "south" }

    package static func station(_ number: Int) -> String { "g" + String(1_000 + number).dropFirst() }

    /// Two stations share a place, so that alarms meet in one incident.
    private static func place(_ number: Int) -> String { "reach-\(number / 10 * 5 + number % 5)" }

    package static func write(to folder: String) throws {
        for (path, text) in [
            "city.yaml": city, "stations/gauges.yaml": gauges, "river/stage.yaml": rules,
            "linkage/matrix.yaml": linkage,
        ] {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private static var city: String {
        let places = (0..<stations).filter { $0 % 10 < 5 }.map { number in
            "    - {id: \(place(number)), name: {zh: \(place(number)), en: \(place(number))}, district: \(district(number))}"
        }
        return """
            city:
              id: crash
              name: {zh: 崩溃测试市, en: Crash city}
              utc_offset: "+08:00"
              districts:
                - {id: north, name: {zh: 北城区, en: North}}
                - {id: south, name: {zh: 南城区, en: South}}
              officers:
                - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
                - {id: duty-leader, name: {zh: 带班领导, en: Duty leader}}
              places:
            \(places.joined(separator: "\n"))
            broker:
              url: mqtt://127.0.0.1:1883
              subscriptions:
                - {topic: city/#, qos: 1}
            store:
              ballast_mebibytes: 1

            """
    }

    private static var gauges: String {
        "stations:\n"
            + (0..<stations).map { number in
                """
                  - id: \(station(number))
                    name: {zh: \(station(number))站, en: \(station(number))}
                    latitude: 27.5
                    longitude: 110.0
                    district: \(district(number))
                    place: \(place(number))
                    quantities:
                      - quantity: stage
                        unit: m
                        heartbeat: 30s
                        thresholds:
                          - {name: warning, value: 3.0, source: "crash test", date: "2026-01-01"}
                          - {name: severe, value: 3.6, source: "crash test", date: "2026-01-01"}
                          - {name: deadband, value: 0.05, source: "crash test", date: "2026-01-01"}

                """
            }.joined()
    }

    private static let rules = """
        groups:
          - name: stage
            match: {quantity: stage}
            labels: {hazard: river_flood}
            rules:
              - alert: StageHigh
                expr: value >= station.warning
                clear_when: value < station.warning - station.deadband
                for: 1s
                keep_firing_for: 1s
                labels: {colour: yellow}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 3) }} 米", en: "{{ station }} {{ fixed(value, 3) }} m"}}
              - alert: StageSevere
                expr: value >= station.severe
                clear_when: value < station.severe - station.deadband
                labels: {colour: orange}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 3) }} 米", en: "{{ station }} {{ fixed(value, 3) }} m"}}
              - alert: GaugeSilent
                expr: silence() > duration('3s')
                labels: {hazard: gauge_silence, colour: blue}
                annotations: {summary: {zh: "{{ station }} 无数据", en: "{{ station }} is silent"}}

        """

    /// The police never answer: their ladder goes on climbing.
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
              - {tell: duty-leader, after: 2s, repeat: 10s, times: 3}
        duty:
          officer: duty-officer
          acknowledge_within: 3s
          ladder:
            - {tell: duty-officer}
            - {tell: duty-leader, after: 5s}
        hazards:
          - id: river_flood
            name: {zh: 江河洪水, en: River flood}
            worsening: [StageHigh, StageSevere]
            rows:
              - colour: yellow
                acknowledge_within: 2s
                ladder: standard
                lead: {department: water, tasks: [{zh: 巡堤, en: Patrol the levees}]}
              - colour: orange
                acknowledge_within: 2s
                ladder: standard
                lead: {department: water, tasks: [{zh: 抢险, en: Defend the levees}]}
                linked:
                  - {department: police, tasks: [{zh: 封控, en: Cordon}]}
          - id: gauge_silence
            name: {zh: 站点失联, en: Silent gauge}
            rows:
              - colour: blue
                acknowledge_within: 5s
                ladder: standard
                lead: {department: water, tasks: [{zh: 检修, en: Repair}]}

        """
}
