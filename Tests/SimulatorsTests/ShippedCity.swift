import City
import Configuration
import Foundation
import IncidentCommand
import RuleEngine
import Simulators

/// The city that ships in `Rules/`, as the server loads it.
enum ShippedCity {
    /// `Rules` of the repository that this file is in, also where a package reaches it through a link.
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Rules")

    static func bundle() throws -> ConfigurationBundle {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        return ConfigurationBundle(
            files: try paths.map { path in
                let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
                return ConfigurationFile(path: path, text: text)
            })
    }

    static func city() throws -> City {
        try City.load(from: bundle())
    }

    static func linkage() throws -> Linkage {
        try Linkage.load(files: bundle().files(below: "linkage"), officers: city().officers.map(\.id))
    }

    static func departments() throws -> DepartmentFile {
        let path = folder.deletingLastPathComponent().appendingPathComponent("Simulators/departments.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        return try DepartmentFile(ConfigurationFile(path: path.lastPathComponent, text: text))
    }

    static func rules() throws -> CompiledRules {
        try CompiledRules.compile(bundle: bundle(), registry: city().registry) { _ in "0000000000000000" }
    }
}
