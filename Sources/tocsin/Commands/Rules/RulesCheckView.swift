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

    init(_ loaded: LoadedCity) {
        files = loaded.bundle.files.count
        stations = loaded.city.registry.stations.count
        alerts = loaded.rules.summaries.count
        departments = loaded.linkage.departments.count
        warnings = loaded.rules.warnings.count
        configuration = String(loaded.sha256.prefix(16))
    }
}
