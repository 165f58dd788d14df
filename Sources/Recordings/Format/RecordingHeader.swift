import Telemetry

/// First line of a recording: what it is, when it begins, and which configuration it was recorded with.
package struct RecordingHeader: Hashable, Sendable, Codable {
    /// Version of the format; this program reads 1.
    package var recording: Int
    package var title: Bilingual
    /// What every line's `at` counts from.
    package var start: Timestamp
    /// Id of the city; empty where it is not known.
    package var city: String
    /// The run's clock was not the wall's, or everything in it was made for an exercise.
    package var exercise: Bool
    /// SHA-256 of the configuration bundle, 64 hex digits; nil for a recording of messages alone.
    package var bundleSHA256: String?
    package var rulesSHA256: String?
    package var registrySHA256: String?
    package var linkageSHA256: String?
    /// Whence it comes: `export`, `record`, `import:mosquitto`, `simulator`.
    package var source: String

    /// The version of the format that is written.
    package static let version = 1

    package init(
        title: Bilingual, start: Timestamp, city: String = "", exercise: Bool = false, bundleSHA256: String? = nil,
        rulesSHA256: String? = nil, registrySHA256: String? = nil, linkageSHA256: String? = nil, source: String
    ) {
        recording = RecordingHeader.version
        self.title = title
        self.start = start
        self.city = city
        self.exercise = exercise
        self.bundleSHA256 = bundleSHA256
        self.rulesSHA256 = rulesSHA256
        self.registrySHA256 = registrySHA256
        self.linkageSHA256 = linkageSHA256
        self.source = source
    }

    private enum CodingKeys: String, CodingKey {
        case recording, title, start, city, exercise, source
        case bundleSHA256 = "bundle_sha256"
        case rulesSHA256 = "rules_sha256"
        case registrySHA256 = "registry_sha256"
        case linkageSHA256 = "linkage_sha256"
    }
}
