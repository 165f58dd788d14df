import City
import Configuration
import Foundation
import IncidentCommand
import RuleEngine
import Simulators
import TestSupport

/// The city that ships in `Rules/`, as the server loads it.
enum ShippedCity {
    static func bundle() throws -> ConfigurationBundle { try ShippedRules.bundle() }

    static func city() throws -> City {
        try City.load(from: bundle())
    }

    static func linkage() throws -> Linkage {
        try Linkage.load(files: bundle().files(below: "linkage"), officers: city().officers.map(\.id))
    }

    static func departments() throws -> DepartmentFile {
        let path = ShippedRules.folder.deletingLastPathComponent().appendingPathComponent("Simulators/departments.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        return try DepartmentFile(ConfigurationFile(path: path.lastPathComponent, text: text))
    }

    static func rules() throws -> CompiledRules {
        try CompiledRules.compile(bundle: bundle(), registry: city().registry) { _ in "0000000000000000" }
    }
}
