import AlarmManagement
import City
import CommandLog
import Configuration
import Delivery
import IncidentCommand
import QualityControl
import Roster
import RuleEngine
import Telemetry

/// A city's whole configuration, read and checked: what an input of kind `configuration` stands for.
package struct LoadedCity: Sendable {
    package let bundle: ConfigurationBundle
    /// SHA-256 of the bundle's canonical bytes, 64 hex digits.
    package let sha256: String
    package let city: City
    package let quality: QualityRules
    package let rules: CompiledRules
    package let linkage: Linkage
    package let alarmManagement: AlarmManagementRules
    package let roster: Roster
    /// Channels of the linkage with their settings.
    package let channels: [ConfiguredChannel]

    /// Checks everything and tells all problems of all files at once.
    ///
    /// - Throws: `ConfigurationProblems`.
    package init(bundle: ConfigurationBundle) throws(ConfigurationProblems) {
        var problems: [ConfigurationProblem] = []
        func gather<Value>(_ body: () throws(ConfigurationProblems) -> Value) -> Value? {
            do {
                return try body()
            } catch {
                problems += error.problems
                return nil
            }
        }
        let city = gather { () throws(ConfigurationProblems) in try City.load(from: bundle) }
        let rules = gather { () throws(ConfigurationProblems) in
            try CompiledRules.compile(bundle: bundle, registry: city?.registry ?? .empty) { file in
                String(LogHash.of(Array(file.text.utf8)).hex.prefix(16))
            }
        }
        let quality = gather { () throws(ConfigurationProblems) in
            try QualityRules.load(bundle: bundle, registry: city?.registry ?? .empty)
        }
        let linkage = gather { () throws(ConfigurationProblems) in
            var linkage = try Linkage.load(
                files: bundle.files(below: "linkage"), officers: city?.officers.map(\.id),
                places: city.map { $0.registry.placeIDs }, districts: city.map { $0.registry.districts.map(\.id) })
            linkage.gateways = city?.registry.gateways ?? [:]
            return linkage
        }
        let alarmManagement = gather { () throws(ConfigurationProblems) in
            try AlarmManagementRules.load(bundle: bundle, utcOffsetMinutes: city?.utcOffsetMinutes ?? 0)
        }
        let roster = gather { () throws(ConfigurationProblems) in
            try Roster.load(
                bundle: bundle, officers: city?.officers.map(\.id), departments: linkage?.departments.map(\.id),
                utcOffsetMinutes: city?.utcOffsetMinutes ?? 0)
        }
        let channels = linkage.flatMap { linkage in
            gather { () throws(ConfigurationProblems) in
                try ConfiguredChannel.load(files: bundle.files(below: "linkage"), linkage: linkage)
            }
        }
        guard let city, let quality, let rules, let linkage, let channels, let alarmManagement, let roster,
            problems.isEmpty
        else {
            throw ConfigurationProblems(problems)
        }
        self.bundle = bundle
        self.sha256 = LogHash.of(bundle.canonicalBytes).hex
        self.city = city
        self.quality = quality
        self.rules = rules
        self.linkage = linkage
        self.alarmManagement = alarmManagement
        self.roster = roster
        self.channels = channels
    }

    /// A configuration of parts that were checked already, as rule tests put it together. It has no channel that leaves.
    ///
    /// - Parameter bundle: the files that it stands for; its hash is the configuration's.
    package init(
        bundle: ConfigurationBundle, city: City, quality: QualityRules = .none, rules: CompiledRules, linkage: Linkage,
        alarmManagement: AlarmManagementRules = .none
    ) {
        self.bundle = bundle
        self.sha256 = LogHash.of(bundle.canonicalBytes).hex
        self.city = city
        self.quality = quality
        self.rules = rules
        self.linkage = linkage
        self.alarmManagement = alarmManagement
        self.roster = .none
        self.channels = []
    }
}
