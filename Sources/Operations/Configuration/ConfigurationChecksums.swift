import CommandLog
import Configuration
import Roster

/// SHA-256 of the parts of a city's configuration, so that it can be said which of them changed.
package struct ConfigurationChecksums: Hashable, Sendable {
    /// Everything that is neither of the following.
    package let rules: String
    /// city.yaml, stations, areas, devices.
    package let registry: String
    /// Who is called, and who stands for them.
    package let linkage: String

    private static let registryFolders = ["stations/", "areas/", "devices/", "plans/"]

    package init(_ bundle: ConfigurationBundle) {
        func sum(_ files: [ConfigurationFile]) -> String {
            LogHash.of(ConfigurationBundle(files: files).canonicalBytes).hex
        }
        let linkage = bundle.files(below: "linkage") + bundle.files(below: Roster.folder)
        let registry = bundle.files.filter { file in
            file.path == "city.yaml" || ConfigurationChecksums.registryFolders.contains { file.path.hasPrefix($0) }
        }
        self.linkage = sum(linkage)
        self.registry = sum(registry)
        rules = sum(bundle.files.filter { !linkage.contains($0) && !registry.contains($0) })
    }
}
