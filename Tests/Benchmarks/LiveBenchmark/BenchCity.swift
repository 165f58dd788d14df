import Foundation

/// The city of the live benchmarks: the workload's rules over stations that nobody registered, and one registered probe
/// for each incident whose latency is taken.
enum BenchCity {
    static func probe(_ number: Int) -> String { "p" + String(10_000 + number).dropFirst() }

    static func write(to folder: String, rules: String, probes: Int) throws {
        var files = ["city.yaml": city(probes), "workload/rules.yaml": rules, "linkage/matrix.yaml": linkage]
        if probes > 0 {
            files["stations/probes.yaml"] = stations(probes)
            files["probe/rules.yaml"] = probeRules
        }
        for (path, text) in files {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private static func city(_ probes: Int) -> String {
        let places = (0..<probes).map { number in
            "    - {id: \(probe(number)), name: {zh: \(probe(number)), en: \(probe(number))}, district: d000}\n"
        }
        return """
            city:
              id: bench
              name: {zh: 基准测试市, en: Bench city}
              utc_offset: "+00:00"
              districts:
                - {id: d000, name: {zh: 区, en: District}}
              officers:
                - {id: duty-officer, name: {zh: 值班员, en: Duty officer}}
            \(probes > 0 ? "  places:\n" + places.joined() : "")
            broker:
              url: mqtt://127.0.0.1:1883
              subscriptions:
                - {topic: city/#, qos: 1}

            """
    }

    private static func stations(_ probes: Int) -> String {
        "stations:\n"
            + (0..<probes).map { number in
                """
                  - id: \(probe(number))
                    name: {zh: \(probe(number)), en: \(probe(number))}
                    latitude: 27.5
                    longitude: 110.0
                    district: d000
                    domain: probe
                    place: \(probe(number))
                    quantities:
                      - {quantity: probe, unit: m, heartbeat: 1h}

                """
            }.joined()
    }

    private static let probeRules = """
        groups:
          - name: probe
            match: {quantity: probe}
            labels: {hazard: probe, colour: red}
            rules:
              - alert: Probe
                expr: value >= 1.0
                annotations: {summary: {zh: "{{ station }}", en: "{{ station }}"}}

        """

    private static let linkage = """
        departments:
          - id: water
            name: {zh: 水利局, en: Water}
        ladders:
          - id: standard
            steps:
              - {tell: department}
        duty:
          officer: duty-officer
          acknowledge_within: 60m
          ladder:
            - {tell: duty-officer}
        hazards:
          - id: probe
            name: {zh: 探针, en: Probe}
            rows:
              - colour: red
                acknowledge_within: 60m
                ladder: standard
                lead: {department: water, tasks: [{zh: 处置, en: See to it}]}

        """
}
