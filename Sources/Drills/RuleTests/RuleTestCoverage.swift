import Configuration
import Operations
import RuleEngine
import Telemetry

/// What the tests cover of one alert.
package struct RuleTestCoverage: Sendable {
    package var alert: String
    /// Path of its rule file.
    package var path: String
    package var covered: [CoverageKind]
    package var missing: [CoverageKind]
    /// Kinds that have no meaning for the alert, as a test file says with its reason.
    package var notApplicable: [CoverageKind]
}

extension RuleTestSuite {
    /// What was covered of every alert of the city's rules that lies below the paths, or whose tests were run.
    ///
    /// - Parameter paths: as for `files(at:cityFolder:)`; none for all rules.
    /// - Throws: `ConfigurationProblems` where the city's rules can't be compiled.
    package func coverage(
        of results: [RuleTestFileResult], paths: [String]
    ) throws(ConfigurationProblems) -> [RuleTestCoverage] {
        let rules = try CompiledRules.compile(bundle: bundle, registry: city.registry)
        let tested = Set(results.flatMap(\.alerts))
        let folders = paths.compactMap(pathInCity)
        var seen: Set<String> = []
        var coverage: [RuleTestCoverage] = []
        for outline in rules.outlines where seen.insert(outline.alert).inserted {
            let isNamed =
                paths.isEmpty || folders.contains { $0.isEmpty || outline.path.hasPrefix($0 + "/") }
                || tested.contains(outline.alert)
            if isNamed { coverage.append(self.coverage(of: outline, results)) }
        }
        return coverage
    }

    private func coverage(of outline: RuleOutline, _ results: [RuleTestFileResult]) -> RuleTestCoverage {
        var covered: Set<CoverageKind> = []
        var excused: Set<CoverageKind> = []
        for file in results {
            excused.formUnion(file.notApplicable[outline.alert] ?? [])
            for result in file.results {
                for (kind, alerts) in result.covered where alerts.contains(outline.alert) { covered.insert(kind) }
            }
        }
        return RuleTestCoverage(
            alert: outline.alert, path: outline.path, covered: CoverageKind.allCases.filter(covered.contains),
            missing: CoverageKind.allCases.filter { !covered.contains($0) && !excused.contains($0) },
            notApplicable: CoverageKind.allCases.filter { excused.contains($0) && !covered.contains($0) })
    }
}
