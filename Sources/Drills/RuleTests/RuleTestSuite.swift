import City
import Configuration
import Foundation
import IncidentCommand
import Operations
import QualityControl
import Telemetry

/// Finds and runs rule tests.
package struct RuleTestSuite {
    let city: City
    let bundle: ConfigurationBundle
    private let quality: QualityRules
    private let linkage: Linkage
    private let cityFolder: String

    /// Ending of a rule test's name.
    static let suffix = "_test.yaml"
    /// Folders of a city that hold neither rules nor tests of them.
    private static let outside: Set<String> = ["stations", "linkage", "broker", "devices", "plans"]

    /// Reads the city's stations, limits of quality and linkage; its rules are read for each test.
    ///
    /// - Throws: `ConfigurationProblems` or `StartError`.
    package init(cityFolder: String) throws {
        bundle = try CityFolder.read(cityFolder)
        self.cityFolder = cityFolder
        city = try City.load(from: bundle)
        quality = try QualityRules.load(bundle: bundle, registry: city.registry)
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
    /// - Throws: `ConfigurationProblems` where the file or a rule file of it is refused.
    package func run(_ path: String) throws -> RuleTestFileResult {
        try run(read(path), isUpdating: false).result
    }

    /// What an update of a test file did.
    package struct Update: Sendable {
        /// Names of the tests whose timelines were written anew.
        package var updated: [String]
        /// Names of those that can't be, because their timeline is not written one entry a line.
        package var skipped: [String]
    }

    /// Runs a test file and writes into its timelines what happened. Comments and everything else stay as they are.
    ///
    /// - Throws: `ConfigurationProblems` where a file is refused; `StartError` where it can't be written.
    package func update(_ path: String) throws -> Update {
        let file = try read(path)
        let (read, result) = try run(file, isUpdating: true)
        var update = TimelineUpdate(file.text)
        for (test, outcome) in zip(read?.tests ?? [], result.results) { update.apply(test, actual: outcome.actual) }
        if !update.updated.isEmpty {
            do {
                try replace(path, by: update.text)
            } catch {
                throw StartError(.store, "\(path) can't be written: \(error.localizedDescription)", "Check its rights.")
            }
        }
        return Update(updated: update.updated, skipped: update.skipped)
    }

    /// Writes a file's new text whole or not at all; a link stays a link, and the file keeps its rights.
    private func replace(_ path: String, by text: String) throws {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let rights = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
        try Data(text.utf8).write(to: url, options: .atomic)
        if let rights { try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: url.path) }
    }

    private func read(_ path: String) throws -> ConfigurationFile {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else {
            throw ConfigurationProblems([
                ConfigurationProblem(
                    path: path, line: 1, column: 1, message: "The file can't be read, or is not UTF-8.",
                    remedy: "Check its rights, and save it as UTF-8.", sourceLine: "")
            ])
        }
        return ConfigurationFile(path: path, text: text)
    }

    /// Runs a test file that was read.
    ///
    /// - Parameter isUpdating: timelines may be empty.
    func run(
        _ file: ConfigurationFile, isUpdating: Bool
    ) throws -> (file: RuleTestFile?, result: RuleTestFileResult) {
        let collector = ProblemCollector()
        var reader = RuleTestReader(file: file, city: city, collector: collector, isUpdating: isUpdating) { name in
            ruleFile(name, of: file.path)
        }
        let read = reader.read()
        try collector.throwIfAny()
        guard let read else {
            return (nil, RuleTestFileResult(path: file.path, results: [], alerts: [], notApplicable: [:]))
        }
        var results: [RuleTestResult] = []
        for test in read.tests {
            var run = RuleTestRun(
                test, city: city, quality: test.isQualityControlled ? quality : .none, linkage: linkage,
                files: reader.ruleFiles)
            results.append(try run.run())
        }
        var notApplicable: [String: Set<CoverageKind>] = [:]
        for entry in read.notApplicable { notApplicable[entry.alert, default: []].formUnion(entry.kinds) }
        let result = RuleTestFileResult(
            path: file.path, results: results, alerts: read.alerts, notApplicable: notApplicable)
        return (read, result)
    }

    /// A rule file beside a test, under its path in the city where it lies there.
    private func ruleFile(_ name: String, of test: String) -> ConfigurationFile? {
        let url = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent(name)
            .standardizedFileURL
        guard let data = FileManager.default.contents(atPath: url.path),
            let text = String(validating: data, as: UTF8.self)
        else { return nil }
        return ConfigurationFile(path: pathInCity(url.path) ?? url.path, text: text)
    }

    /// A path as the city's files are named, empty for the folder itself; nil where it lies outside.
    func pathInCity(_ path: String) -> String? {
        let root = URL(fileURLWithPath: cityFolder, isDirectory: true).standardizedFileURL.path
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        if absolute == root { return "" }
        return absolute.hasPrefix(root + "/") ? String(absolute.dropFirst(root.count + 1)) : nil
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
