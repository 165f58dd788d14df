import Configuration
import Foundation

/// The city that ships, as text.
enum ShippedCity {
    /// Its files in the order of their names.
    static func files() throws -> [ConfigurationFile] {
        let folder = ShippedRuleTests.folder
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        return try names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".geojson") }.map { name in
            ConfigurationFile(path: name, text: try String(contentsOfFile: folder + "/" + name, encoding: .utf8))
        }
    }
}
