import Configuration
import Foundation

/// Cities for tests: small, complete, and made of text.
package enum TestCity {
    /// The rivers of the recorded floods: Avon (Warwick, Stratford) and Aire (Armley).
    package static let rivers = ConfigurationBundle(files: [
        ConfigurationFile(path: "city.yaml", text: riversCity),
        ConfigurationFile(path: "stations/rivers.yaml", text: riversStations),
        ConfigurationFile(path: "river/stage.yaml", text: riverRules),
        ConfigurationFile(path: "safety/events.yaml", text: eventRules),
        ConfigurationFile(path: "linkage/matrix.yaml", text: linkage),
    ])

    /// Writes a bundle as a city folder below a temporary folder and returns its path.
    package static func write(_ bundle: ConfigurationBundle, to folder: String) throws {
        for file in bundle.files {
            let path = folder + "/" + file.path
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    private static let riversCity = """
        city:
          id: rivers
          name: {zh: 河流测试市, en: Test rivers}
          utc_offset: "+00:00"
          districts:
            - {id: upper, name: {zh: 上游, en: Upper}}
            - {id: lower, name: {zh: 下游, en: Lower}}
            - {id: west, name: {zh: 西部, en: West}}
          places:
            - {id: warwick, name: {zh: 沃里克, en: Warwick}, district: upper}
            - {id: stratford, name: {zh: 斯特拉特福, en: Stratford}, district: lower}
            - {id: armley, name: {zh: 阿姆利, en: Armley}, district: west}
          officers:
            - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
            - {id: duty-leader, name: {zh: 带班领导, en: Duty leader}}
        broker:
          url: mqtt://127.0.0.1:1883
          subscriptions:
            - {topic: city/#, qos: 1}
        store:
          ballast_mebibytes: 0
        """

    private static func station(
        _ id: String, _ district: String, _ latitude: Double, _ longitude: Double, _ warning: Double, _ severe: Double
    ) -> String {
        """
          - id: \(id)
            name: {zh: \(id)站, en: \(id)}
            latitude: \(latitude)
            longitude: \(longitude)
            district: \(district)
            place: \(id)
            quantities:
              - quantity: stage
                unit: m
                heartbeat: 15m
                thresholds:
                  - {name: alert, value: \(warning), source: "gov.uk flood information service", date: "2012-11-01"}
                  - {name: severe, value: \(severe), source: "gov.uk flood information service", date: "2012-11-01"}
                  - {name: deadband, value: 0.05, source: "test", date: "2012-11-01"}

        """
    }

    private static let riversStations =
        "stations:\n" + station("warwick", "upper", 52.28, -1.58, 2.3, 3.2)
        + station("stratford", "lower", 52.19, -1.70, 1.2, 1.7) + station("armley", "west", 53.80, -1.57, 3.9, 5.0)

    private static let riverRules = """
        groups:
          - name: stage
            match: {quantity: stage}
            labels: {hazard: river_flood}
            rules:
              - alert: RiverAlert
                expr: value >= station.alert
                clear_when: value < station.alert - station.deadband
                for: 10m
                labels: {colour: yellow}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 2) }} 米", en: "{{ station }} {{ fixed(value, 2) }} m"}}
              - alert: RiverSevere
                expr: value >= station.severe
                clear_when: value < station.severe - station.deadband
                for: 10m
                labels: {colour: orange}
                annotations: {summary: {zh: "{{ station }} {{ fixed(value, 2) }} 米", en: "{{ station }} {{ fixed(value, 2) }} m"}}
        """

    private static let eventRules = """
        groups:
          - name: quakes
            match: {quantity: event}
            labels: {hazard: earthquake, colour: red}
            rules:
              - alert: StrongEarthquake
                on: event
                expr: event.mag >= 6.5
                annotations: {summary: {zh: "地震 {{ id }}", en: "Earthquake {{ id }}"}}
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
              - {tell: duty-leader, after: 2m, repeat: 10m, times: 3}
        duty:
          officer: duty-officer
          acknowledge_within: 5m
          ladder:
            - {tell: duty-officer}
            - {tell: duty-leader, after: 5m}
        hazards:
          - id: river_flood
            name: {zh: 江河洪水, en: River flood}
            worsening: [RiverAlert, RiverSevere]
            rows:
              - colour: yellow
                acknowledge_within: 5m
                ladder: standard
                lead: {department: water, tasks: [{zh: 巡堤, en: Patrol the levees}]}
              - colour: orange
                acknowledge_within: 5m
                ladder: standard
                lead: {department: water, tasks: [{zh: 抢险, en: Defend the levees}]}
                linked:
                  - {department: police, tasks: [{zh: 封控, en: Cordon}]}
        """
}
