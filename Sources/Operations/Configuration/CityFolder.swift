import Configuration
import Foundation

/// Reads a city's folder from disk: the only place that does.
package enum CityFolder {
    /// Folders that configure something else than the fold: the broker, devices, plans for people.
    private static let outside = ["broker/", "plans/"]
    /// Of files that are read: everything but areas is YAML.
    private static let extensions: Set<String> = ["yaml", "yml", "geojson"]

    /// Every `.yaml` and `.geojson` file below the folder but hidden ones, which editors leave lying about. The folder itself may
    /// be a link; folders below it that are links are not entered.
    ///
    /// - Throws: `StartError` where the folder can't be read; `ConfigurationProblems` where a file is not UTF-8.
    package static func read(_ folder: String) throws -> ConfigurationBundle {
        let root = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL.resolvingSymlinksInPath()
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root.path, isDirectory: &isDirectory), isDirectory.boolValue,
            let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        else {
            throw StartError(
                .configuration, "There is no city folder \(folder).",
                "Name it with --city; the one that ships is Rules.")
        }
        var files: [ConfigurationFile] = []
        var problems: [ConfigurationProblem] = []
        for case let url as URL in walk {
            let path = String(url.standardizedFileURL.path.dropFirst(root.path.count + 1))
            guard isRead(path) else { continue }
            guard let data = FileManager.default.contents(atPath: url.path) else {
                problems.append(problem(path, "The file can't be read.", "Check its rights."))
                continue
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                problems.append(problem(path, "The file is not UTF-8.", "Save it as UTF-8."))
                continue
            }
            files.append(ConfigurationFile(path: path, text: text))
        }
        if !problems.isEmpty { throw ConfigurationProblems(problems) }
        return ConfigurationBundle(files: files)
    }

    /// Whether a file belongs to what is read of a city.
    ///
    /// - Parameter path: relative to the city's folder.
    package static func isRead(_ path: String) -> Bool {
        guard let dot = path.lastIndex(of: "."), extensions.contains(String(path[path.index(after: dot)...])) else {
            return false
        }
        return !outside.contains(where: path.hasPrefix) && !isTest(path) && !isHidden(path)
    }

    /// `<file>_test.yaml` beside a rule file says what the rules should do, not what they do.
    private static func isTest(_ path: String) -> Bool {
        path.hasSuffix("_test.yaml") || path.hasSuffix("_test.yml")
    }

    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") }
    }

    private static func problem(_ path: String, _ message: String, _ remedy: String) -> ConfigurationProblem {
        ConfigurationProblem(path: path, line: 1, column: 1, message: message, remedy: remedy, sourceLine: "")
    }
}

/// Reads and checks a city's folder.
package enum CityLoader {
    /// - Throws: `StartError` or `ConfigurationProblems`.
    package static func load(folder: String) throws -> LoadedCity {
        try LoadedCity(bundle: try CityFolder.read(folder))
    }
}
