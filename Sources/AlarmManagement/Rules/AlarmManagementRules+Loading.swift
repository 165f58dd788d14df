import Configuration
import Telemetry

extension AlarmManagementRules {
    /// Folder of a city's configuration that holds them.
    package static let folder = "alarm-management"

    /// Reads the files below `alarm-management/`; all of them together are one set of rules.
    ///
    /// - Throws: `ConfigurationProblems`, every one of all files with its place and remedy.
    package static func load(
        bundle: ConfigurationBundle, utcOffsetMinutes: Int
    ) throws(ConfigurationProblems) -> AlarmManagementRules {
        var reader = AlarmManagementReader(utcOffsetMinutes: utcOffsetMinutes)
        for file in bundle.files(below: folder) { reader.read(file) }
        try reader.collector.throwIfAny()
        return reader.rules
    }
}
