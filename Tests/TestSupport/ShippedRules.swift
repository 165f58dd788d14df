import Configuration
import Foundation

/// The city that ships in `Rules/`, as text.
package enum ShippedRules {
    /// `Rules` of the repository that this file is in, also where a package reaches it through a link.
    package static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Rules")

    /// Its files in the order of their names.
    package static func bundle() throws -> ConfigurationBundle {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        return ConfigurationBundle(
            files: try paths.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".geojson") }.map { path in
                let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
                return ConfigurationFile(path: path, text: text)
            })
    }
}
