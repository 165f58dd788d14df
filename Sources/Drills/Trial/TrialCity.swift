import Configuration
import Operations
import RuleEngine

/// A city with some of its rule files replaced or added: what a trial runs.
package struct TrialCity: Sendable {
    /// What is in force.
    package let base: LoadedCity
    /// With the files on trial.
    package let trial: LoadedCity
    /// Alerts of the files on trial, sorted.
    package let alerts: [String]
    /// Paths of the files that they stand in for, sorted.
    package let replaced: [String]

    /// Files of the base that hold an alert of the same name make room, as does one of the same path.
    ///
    /// - Parameter files: with paths as problems name them.
    /// - Throws: `ConfigurationProblems`.
    package init(base: LoadedCity, files: [ConfigurationFile]) throws(ConfigurationProblems) {
        self.base = base
        let names = Set(files.flatMap { CompiledRules.alertNames(in: $0) })
        let rulePaths = Set(CompiledRules.ruleFiles(of: base.bundle).map(\.path))
        var kept: [ConfigurationFile] = []
        var replaced: [String] = []
        for file in base.bundle.files {
            let isSame = files.contains { $0.path == file.path || $0.path.hasSuffix("/" + file.path) }
            let shares =
                rulePaths.contains(file.path) && !names.isDisjoint(with: CompiledRules.alertNames(in: file))
            if rulePaths.contains(file.path), isSame || shares {
                replaced.append(file.path)
            } else {
                kept.append(file)
            }
        }
        let placed = files.enumerated().map { index, file in
            ConfigurationFile(path: TrialCity.path(of: file.path, index), text: file.text)
        }
        trial = try LoadedCity(bundle: ConfigurationBundle(files: kept + placed))
        alerts = names.sorted()
        self.replaced = replaced.sorted()
    }

    /// A path below a folder of rules, whatever folder the file lies in.
    private static func path(of path: String, _ index: Int) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? "rules.yaml"
        return "trial/\(index)-\(name.hasSuffix("_test.yaml") ? "rules.yaml" : name)"
    }

    /// The city with and without the files on trial, to measure what they cost. Files of the city that build on theirs are
    /// left out of both; nil where nothing is left that can be loaded.
    var pair: (with: LoadedCity, without: LoadedCity)? {
        var rest = trial.bundle.files.filter { !$0.path.hasPrefix("trial/") }
        let placed = trial.bundle.files.filter { $0.path.hasPrefix("trial/") }
        while true {
            do {
                let without = try LoadedCity(bundle: ConfigurationBundle(files: rest))
                return (try LoadedCity(bundle: ConfigurationBundle(files: rest + placed)), without)
            } catch {
                let broken = Set(error.problems.map(\.path))
                let kept = rest.filter { !broken.contains($0.path) }
                if kept.count == rest.count { return nil }
                rest = kept
            }
        }
    }
}
