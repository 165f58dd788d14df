import Configuration
import Foundation
import TestSupport

/// A small complete city made of text: a river gauge, a gas detector and a panic button; a water bureau, a gas company and
/// the police. Tests change a line where they need it.
enum SmallCity {
    /// - Parameters:
    ///   - broker: further lines of the broker's settings.
    ///   - intake: a line of the intake's.
    ///   - delay: on-delay of the warning.
    static func bundle(
        acknowledgeWithin: String = "5m", broker: [String] = [], subscriptions: String = "- {topic: city/#, qos: 1}",
        ballastMebibytes: Int = 0, intake: String = "payload_limit_bytes: 262144",
        delay: String = "0s"
    ) -> ConfigurationBundle {
        let settings = city.replacing("BROKER", with: broker.joined(separator: "\n  ")).replacing(
            "SUBSCRIPTIONS", with: subscriptions
        )
        .replacing("BALLAST", with: "\(ballastMebibytes)").replacing("INTAKE", with: intake)
        return ConfigurationBundle(files: [
            ConfigurationFile(path: "city.yaml", text: settings),
            ConfigurationFile(path: "stations/all.yaml", text: stations),
            ConfigurationFile(path: "river/stage.yaml", text: riverRules(delay: delay)),
            ConfigurationFile(path: "safety/alarms.yaml", text: safetyRules),
            ConfigurationFile(path: "linkage/all.yaml", text: linkage.replacing("WITHIN", with: acknowledgeWithin)),
            ConfigurationFile(path: "alarm-management/limits.yaml", text: alarmManagement),
        ])
    }

    /// - Parameters:
    ///   - warning: what the rule compares with.
    ///   - delay: its on-delay.
    static func riverRules(warning: String = "station.warning", delay: String = "0s") -> String {
        """
        groups:
          - name: stage
            match: {quantity: stage}
            labels: {hazard: river_flood}
            rules:
              - alert: RiverWarning
                expr: value >= \(warning)
                clear_when: value < \(warning) - station.deadband
                for: \(delay)
                labels: {colour: yellow}
                annotations: {summary: {zh: "{{ station_name }} {{ fixed(value, 2) }} 米", en: "{{ station_name }} {{ fixed(value, 2) }} m"}}
              - alert: RiverSevere
                expr: value >= station.severe
                clear_when: value < station.severe - station.deadband
                labels: {colour: orange}
                annotations: {summary: {zh: "{{ station_name }} {{ fixed(value, 2) }} 米", en: "{{ station_name }} {{ fixed(value, 2) }} m"}}

        """
    }

    private static let alarmManagement = """
        shelving: {limit: 8h, count: 5, source: a test, date: "2026-11-21"}
        silences: {limit: 3d, count: 5, source: a test, date: "2026-11-21"}
        """

    private static let city = """
        city:
          id: small
          name: {zh: 小城市, en: Small City}
          utc_offset: "+08:00"
          districts:
            - {id: north, name: {zh: 北区, en: North}}
          places:
            - {id: reach, name: {zh: 城区河段, en: City reach}, district: north}
            - {id: mall, name: {zh: 地下商场, en: Underground mall}, district: north}
            - {id: school, name: {zh: 中学, en: School}, district: north}
          officers:
            - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
            - {id: duty-leader, name: {zh: 带班领导, en: Duty leader}}
        broker:
          url: mqtt://127.0.0.1:1
          BROKER
          subscriptions:
            SUBSCRIPTIONS
        intake:
          INTAKE
        store:
          ballast_mebibytes: BALLAST

        """

    private static let stations = """
        stations:
          - id: gauge
            name: {zh: 城区水文站, en: City gauge}
            latitude: 27.60
            longitude: 110.00
            district: north
            place: reach
            quantities:
              - quantity: stage
                unit: m
                heartbeat: 1h
                thresholds:
                  - {name: warning, value: 3.00, source: "test", date: "2026-11-01"}
                  - {name: severe, value: 4.00, source: "test", date: "2026-11-01"}
                  - {name: deadband, value: 0.05, source: "test", date: "2026-11-01"}
          - id: detector
            name: {zh: 商场探测器, en: Mall detector}
            latitude: 27.61
            longitude: 110.01
            district: north
            place: mall
            life_safety: true
            quantities:
              - quantity: lel
                unit: "%LEL"
                heartbeat: 1h
                thresholds:
                  - {name: high, value: 50, source: "test", date: "2026-11-01"}
                  - {name: deadband, value: 3, source: "test", date: "2026-11-01"}
          - id: button
            name: {zh: 中学按钮, en: School button}
            latitude: 27.62
            longitude: 110.02
            district: north
            place: school
            life_safety: true
            quantities:
              - quantity: panic
                unit: "1"

        """

    private static let safetyRules = """
        groups:
          - name: gas
            match: {quantity: lel, unit: "%LEL"}
            labels: {hazard: gas_leak, colour: red, life_safety: "true"}
            rules:
              - alert: GasHigh
                expr: value >= station.high
                clear_when: value < station.high - station.deadband
                annotations: {summary: {zh: "{{ place_name }} {{ fixed(value, 0) }} %LEL", en: "{{ place_name }} {{ fixed(value, 0) }} %LEL"}}
          - name: button
            match: {quantity: panic}
            labels: {hazard: panic, colour: red, life_safety: "true"}
            rules:
              - alert: PanicPressed
                on: event
                expr: event.type == "press"
                latch: true
                annotations: {summary: {zh: "{{ station_name }} {{ id }}", en: "{{ station_name }} {{ id }}"}}

        """

    private static let linkage = """
        departments:
          - id: water
            name: {zh: 水利局, en: Water Bureau}
          - id: police
            name: {zh: 公安局, en: Police}
          - id: gas
            name: {zh: 燃气公司, en: Gas Company}
        ladders:
          - id: standard
            steps:
              - {tell: department}
              - {tell: duty-leader, after: 1h}
        duty:
          officer: duty-officer
          acknowledge_within: 1h
          ladder:
            - {tell: duty-leader}
        hazards:
          - id: river_flood
            name: {zh: 江河洪水, en: River flood}
            worsening: [RiverWarning, RiverSevere]
            rows:
              - colour: yellow
                acknowledge_within: WITHIN
                ladder: standard
                lead: {department: water, tasks: [{zh: 巡堤, en: Patrol the dykes}]}
              - colour: orange
                acknowledge_within: WITHIN
                ladder: standard
                lead: {department: water, tasks: [{zh: 抢险, en: Defend the dykes}]}
                linked:
                  - {department: police, tasks: [{zh: 封控, en: Cordon}]}
          - id: gas_leak
            name: {zh: 燃气泄漏, en: Gas leak}
            rows:
              - acknowledge_within: WITHIN
                ladder: standard
                lead: {department: gas, tasks: [{zh: 关阀, en: Close the valve}]}
          - id: panic
            name: {zh: 紧急求助, en: Panic}
            rows:
              - acknowledge_within: WITHIN
                ladder: standard
                lead: {department: police, tasks: [{zh: 派警, en: Dispatch}]}

        """
}

extension String {
    fileprivate func replacing(_ word: String, with text: String) -> String {
        replacingOccurrences(of: word, with: text)
    }
}
