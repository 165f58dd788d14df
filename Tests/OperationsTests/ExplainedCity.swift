import Configuration
import Operations

/// The small city with rules of every kind: windows, neighbours, silence, latches, counts, sequences, blindness.
enum ExplainedCity {
    static func loaded(warning: Double = 3.0) throws -> LoadedCity {
        let small = SmallCity.bundle(warning: warning)
        return try LoadedCity(
            bundle: ConfigurationBundle(
                files: small.files + [ConfigurationFile(path: "river/more.yaml", text: more)]))
    }

    static let alerts = [
        "RiverWarning", "RiverDanger", "RisingFast", "GaugeSilent", "ReachFlood", "Panic", "PanicEvent", "Steady",
        "Either", "Latched", "UpstreamRose", "LongWindow", "Counted", "WarningThenDanger",
    ]
    static let stations = ["upper", "lower", "button", "stranger-1"]

    private static let more = """
        groups:
          - name: more
            match: {quantity: stage}
            params: {limit: 2.4, fall: 0.3}
            labels: {hazard: river_flood, colour: blue}
            rules:
              - alert: Steady
                expr: held('5m', v, v >= params.limit) && quality != 'fail'
                for: 1m
              - alert: Either
                expr: "!(value < params.limit) && (fall('10m') >= params.fall || value >= station.warning)"
                clear_when: value < params.limit - 0.2
                keep_firing_for: 2m
              - alert: Latched
                expr: value >= station.danger && rise('30m') > 0.5
                latch: true
              - alert: LongWindow
                expr: avg('2h') >= 2.5 && covers('2h')
                blind_after: 20m
              - alert: Counted
                expr: "avg_last(4) > 2.6 ? value > params.limit : value > 4.5"
                for: 90s
          - name: neighbours
            match: {quantity: stage, station: lower}
            labels: {hazard: river_flood, colour: blue}
            rules:
              - {alert: UpstreamRose, expr: "nearest('stage', 50000.0, 'rise', '20m') >= 0.4 && value >= 2.0", for: 30s}
          - name: order
            labels: {hazard: river_flood, colour: yellow}
            rules:
              - {alert: WarningThenDanger, sequence: {first: RisingFast, then: RiverDanger, within: 1h, by: [station]}}
        """
}
