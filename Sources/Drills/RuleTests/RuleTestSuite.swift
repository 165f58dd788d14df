import City
import Configuration
import Foundation
import IncidentCommand
import Operations
import Telemetry

/// Finds and runs rule tests.
package struct RuleTestSuite {
    private let city: City
    private let linkage: Linkage
    private let cityFolder: String

    /// Ending of a rule test's name.
    static let suffix = "_test.yaml"
    /// Folders of a city that hold neither rules nor tests of them.
    private static let outside: Set<String> = ["stations", "linkage", "broker", "devices", "plans"]

    /// Reads the city's stations and linkage; its rules are read for each test.
    ///
    /// - Throws: `ConfigurationProblems` or `StartError`.
    package init(cityFolder: String) throws {
        let bundle = try CityFolder.read(cityFolder)
        self.cityFolder = cityFolder
        city = try City.load(from: bundle)
        linkage = try Linkage.load(files: bundle.files(below: "linkage"), officers: city.officers.map(\.id))
    }

    /// Test files that paths name: a file itself, of a folder every one below it.
    ///
    /// - Parameter paths: none for the city's folder.
    /// - Returns: sorted, each once; nil where `paths` names something that is not there.
    package static func files(at paths: [String], cityFolder: String) -> (files: [String], missing: [String]) {
        var files: Set<String> = []
        var missing: [String] = []
        for path in paths.isEmpty ? [cityFolder] : paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                missing.append(path)
                continue
            }
            guard isFolder.boolValue else {
                files.insert(path)
                continue
            }
            let root = path.hasSuffix("/") ? String(path.dropLast()) : path
            for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
            where name.hasSuffix(suffix) && !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
                if let folder = name.split(separator: "/").first, outside.contains(String(folder)) { continue }
                files.insert(root + "/" + name)
            }
        }
        return (files.sorted(), missing)
    }

    /// Runs a test file.
    ///
    /// - Parameter isUpdating: timelines may be empty.
    /// - Throws: `ConfigurationProblems` where the file or a rule file of it is refused.
    package func run(_ path: String, isUpdating: Bool = false) throws -> RuleTestFileResult {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else {
            throw ConfigurationProblems([
                ConfigurationProblem(
                    path: path, line: 1, column: 1, message: "The file can't be read, or is not UTF-8.",
                    remedy: "Check its rights, and save it as UTF-8.", sourceLine: "")
            ])
        }
        return try run(ConfigurationFile(path: path, text: text), isUpdating: isUpdating)
    }

    func run(_ file: ConfigurationFile, isUpdating: Bool) throws -> RuleTestFileResult {
        let collector = ProblemCollector()
        var reader = RuleTestReader(file: file, city: city, collector: collector, isUpdating: isUpdating) { name in
            ruleFile(name, of: file.path)
        }
        let read = reader.read()
        try collector.throwIfAny()
        guard let read else { return RuleTestFileResult(path: file.path, results: [], alerts: [], notApplicable: [:]) }
        var results: [RuleTestResult] = []
        for test in read.tests {
            var run = RuleTestRun(test, city: city, linkage: linkage, files: reader.ruleFiles)
            results.append(try run.run())
        }
        var notApplicable: [String: Set<CoverageKind>] = [:]
        for entry in read.notApplicable { notApplicable[entry.alert, default: []].formUnion(entry.kinds) }
        return RuleTestFileResult(
            path: file.path, results: results, alerts: read.alerts, notApplicable: notApplicable)
    }

    /// A rule file beside a test, under its path in the city where it lies there.
    private func ruleFile(_ name: String, of test: String) -> ConfigurationFile? {
        let url = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent(name)
            .standardizedFileURL
        guard let data = FileManager.default.contents(atPath: url.path),
            let text = String(validating: data, as: UTF8.self)
        else { return nil }
        let root = URL(fileURLWithPath: cityFolder, isDirectory: true).standardizedFileURL.path + "/"
        let path = url.path.hasPrefix(root) ? String(url.path.dropFirst(root.count)) : url.path
        return ConfigurationFile(path: path, text: text)
    }
}

/// What became of a test file.
package struct RuleTestFileResult: Sendable {
    package var path: String
    package var results: [RuleTestResult]
    /// Alerts of the rule files that it tests.
    var alerts: [String]
    var notApplicable: [String: Set<CoverageKind>]

    package var isPassed: Bool { results.allSatisfy(\.isPassed) }
}
