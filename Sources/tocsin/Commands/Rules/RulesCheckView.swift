import ArgumentParser
import Operations

/// `tocsin rules check --json`; problems end the command with code 78 and are on stderr.
struct RulesCheckView: Codable {
    var files: Int
    var stations: Int
    var alerts: Int
    var departments: Int
    var warnings: Int
    var configuration: String
    /// Registered series that keep a history.
    var historySeries: Int
    /// Most bytes that one keeps.
    var historySeriesBytesAtMost: Int
    /// What all keep at their heartbeats, bytes.
    var historyBytes: Int

    private enum CodingKeys: String, CodingKey {
        case files, stations, alerts, departments, warnings, configuration
        case historySeries = "history_series"
        case historySeriesBytesAtMost = "history_series_bytes_at_most"
        case historyBytes = "history_bytes"
    }

    init(_ loaded: LoadedCity) {
        files = loaded.bundle.files.count
        stations = loaded.city.registry.stations.count
        alerts = loaded.rules.summaries.count
        departments = loaded.linkage.departments.count
        warnings = loaded.rules.warnings.count
        let budget = loaded.rules.historyBudget(registry: loaded.city.registry)
        historySeries = budget.series
        historySeriesBytesAtMost = budget.bytesPerSeriesAtMost
        historyBytes = budget.expectedBytes
        configuration = String(loaded.sha256.prefix(16))
    }
}
