import Configuration
import Operations

/// A city of two gauges and a square with a button, small enough to be folded thousands of times.
enum SmallCity {
    static let orderKey = String(repeating: "5a", count: 32)

    /// - Parameters:
    ///   - warning: the upper gauge's warning stage, by which two configurations differ.
    ///   - roster: the text of a roster file; nil: the city has none.
    static func bundle(warning: Double = 3.0, roster: String? = nil) -> ConfigurationBundle {
        ConfigurationBundle(
            files: [
                ConfigurationFile(path: "city.yaml", text: city),
                ConfigurationFile(path: "stations/all.yaml", text: stations(warning: warning)),
                ConfigurationFile(path: "river/stage.yaml", text: river),
                ConfigurationFile(path: "safety/panic.yaml", text: safety),
                ConfigurationFile(path: "linkage/matrix.yaml", text: linkage),
                ConfigurationFile(path: "alarm-management/limits.yaml", text: alarmManagement),
            ] + (roster.map { [ConfigurationFile(path: "roster/all.yaml", text: $0)] } ?? []))
    }

    static func loaded(warning: Double = 3.0, roster: String? = nil) throws -> LoadedCity {
        try LoadedCity(bundle: bundle(warning: warning, roster: roster))
    }

    /// Half-hour turns of the officer on duty and hours of the water bureau, with holes in the first hours.
    static let roster = """
        warnings: {ahead: 40m, again: 10m, source: test, date: "2026-11-21"}
        people:
          - {id: w-1, role: duty-officer, organisation: watch}
          - {id: w-2, role: duty-officer, organisation: watch}
          - {id: water-1, role: dispatcher, organisation: water}
        schedules:
          - party: duty-officer
            layers:
              - id: short
                starts: "2026-06-01"
                shifts:
                  - {id: first, name: {zh: 一班, en: First}, hours: "08:00-08:10"}
                  - {id: second, name: {zh: 二班, en: Second}, hours: "08:10-08:50"}
                  - {id: rest, name: {zh: 三班, en: Rest}, hours: "09:00-08:00"}
                people: [w-1, w-2]
          - party: water
            layers: [{id: hours, starts: "2026-06-01", every: 1d, hand_over: "08:00", only: {times: ["08:05-08:25"]}, people: [water-1]}]
        """

    private static let alarmManagement = """
        shelving: {limit: 8h, count: 20, source: test, date: "2026-11-21"}
        silences: {limit: 3d, count: 20, source: test, date: "2026-11-21"}
        flood: {on: 5, off: 2, window: 10m, source: test, date: "2026-11-21"}
        chattering: {raises: 3, window: 10m, source: test, date: "2026-11-21"}
        stale: {after: 2h, source: test, date: "2026-11-21"}
        """

    static let city = """
        city:
          id: small
          name: {zh: 小城, en: Small town}
          utc_offset: "+08:00"
          districts:
            - {id: north, name: {zh: 北区, en: North}}
          places:
            - {id: reach, name: {zh: 河段, en: Reach}, district: north}
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

    private static func stations(warning: Double) -> String {
        """
        stations:
          - id: upper
            name: {zh: 上站, en: Upper}
            latitude: 27.5
            longitude: 110.0
            district: north
            place: reach
            quantities:
              - quantity: stage
                unit: m
                heartbeat: 5m
                thresholds:
                  - {name: warning, value: \(warning), source: "test", date: "2026-01-01"}
                  - {name: danger, value: 4.0, source: "test", date: "2026-01-01"}
                  - {name: deadband, value: 0.2, source: "test", date: "2026-01-01"}
          - id: lower
            name: {zh: 下站, en: Lower}
            latitude: 27.4
            longitude: 110.1
            district: north
            place: reach
            quantities:
              - quantity: stage
                unit: m
                thresholds:
                  - {name: warning, value: 2.5, source: "test", date: "2026-01-01"}
                  - {name: danger, value: 3.5, source: "test", date: "2026-01-01"}
                  - {name: deadband, value: 0.2, source: "test", date: "2026-01-01"}
          - id: button
            name: {zh: 按钮, en: Button}
            latitude: 27.6
            longitude: 110.2
            district: north
            place: square
            life_safety: true
            quantities:
              - {quantity: panic, unit: ""}
        """
    }

    private static let river = """
        groups:
          - name: stage
            match: {quantity: stage}
            labels: {hazard: river_flood}
            rules:
              - alert: RiverWarning
                expr: value >= station.warning
                clear_when: value < station.warning - station.deadband
                for: 2m
                keep_firing_for: 1m
                labels: {colour: yellow}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 2) }}", en: "{{ station }} {{ fixed(value, 2) }} m"}}
              - alert: RiverDanger
                expr: value >= station.danger
                clear_when: value < station.danger - station.deadband
                labels: {colour: orange}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 2) }}", en: "{{ station }} {{ fixed(value, 2) }} m"}}
              - alert: RisingFast
                expr: rise('10m') >= 0.8
                clear_when: rise('10m') < 0.5
                labels: {colour: blue}
                annotations: {summary: {zh: "{{ station }}", en: "{{ station }}"}}
              - alert: GaugeSilent
                expr: silence() > duration('15m')
                labels: {hazard: gauge_silence, colour: blue}
                annotations: {summary: {zh: "{{ station }}", en: "{{ station }}"}}
              - alert: ReachFlood
                over: {alert: RiverWarning, by: [district]}
                expr: distinct('station', '10m') >= 2
                cooldown: 10m
                labels: {colour: orange}
                annotations: {summary: {zh: "{{ district }}", en: "{{ district }}"}}
        """

    private static let safety = """
        groups:
          - name: panic
            match: {quantity: panic}
            labels: {hazard: panic, colour: red, life_safety: true}
            rules:
              - alert: Panic
                expr: value >= 1.0
                latch: true
                cooldown: 0s
                annotations: {summary: {zh: "{{ station }}", en: "{{ station }}"}}
              - alert: PanicEvent
                on: event
                expr: event.type == "panic"
                latch: true
                annotations: {summary: {zh: "{{ station }} {{ id }}", en: "{{ station }} {{ id }}"}}
        """

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
          - id: urgent
            steps:
              - {tell: department, repeat: 20s}
              - {tell: duty-leader, after: 1m, repeat: 1m, times: 3}
        duty:
          officer: duty-officer
          acknowledge_within: 5m
          ladder:
            - {tell: duty-officer}
            - {tell: duty-leader, after: 5m}
        hazards:
          - id: river_flood
            name: {zh: 江河洪水, en: River flood}
            worsening: [RisingFast, RiverWarning, ReachFlood, RiverDanger]
            rows:
              - colour: yellow
                acknowledge_within: 5m
                ladder: standard
                lead: {department: water, tasks: [{zh: 巡堤, en: Patrol}]}
              - colour: orange
                acknowledge_within: 3m
                ladder: standard
                lead: {department: water, tasks: [{zh: 抢险, en: Defend}]}
                linked:
                  - {department: police, tasks: [{zh: 封控, en: Cordon}]}
                  - {department: police, mode: propose, tasks: [{zh: 转移, en: Evacuate}]}
          - id: panic
            name: {zh: 紧急求助, en: Panic}
            rows:
              - acknowledge_within: 1m
                hand_over_within: 10s
                ladder: urgent
                lead: {department: police, tasks: [{zh: 派警, en: Dispatch}]}
        """
}
