import CEL
import Configuration
import Matching
import Telemetry

/// Rule files read and compiled as far as that goes, for those who look at rules and don't run them: everything that is
/// wrong is told beside everything that could be read.
package struct RuleInspection {
    /// One rule as it was written and, where it could be compiled, what became of it.
    package struct Rule {
        package let source: RuleSource
        /// Nil where the condition could not be compiled.
        package let compiled: Compiled?
    }

    /// The compiled parts of a rule.
    package struct Compiled {
        /// Of a sequence: always true.
        package let condition: Program
        package let clear: Program?
        package let chinese: Template?
        package let english: Template?
        /// Names by slot, as expressions spell them: `value`, `station.warning`, `params.limit`, `rise('1h')`.
        package let slotNames: [String]
    }

    /// In the order of files and rules.
    package let rules: [Rule]
    package let problems: [ConfigurationProblem]
    package let warnings: [ConfigurationProblem]

    /// - Parameters:
    ///   - files: rule files only, see `CompiledRules.ruleFiles(of:)`.
    ///   - registry: its threshold names are what `station.<name>` may name; without stations every name is taken.
    package init(files: [ConfigurationFile], registry: Registry) {
        let files = files.sorted { $0.path < $1.path }
        let collector = ProblemCollector()
        let warnings = ProblemCollector()
        let compiler = CompiledRules.compiler(
            files: files, registry: registry, collector: collector, warnings: warnings, hashText: { _ in "" })
        let all = CompiledRules(compiler, files: files, registry: registry, warnings: [])
        if collector.problems.isEmpty {
            all.checkHistory(compiler.sources, registry: registry, collector: collector, warnings: warnings)
        }
        var compiled: [Int: Compiled] = [:]
        for (rule, index) in zip(compiler.rules, compiler.sourceIndices) {
            let names: [String] =
                switch rule.subject {
                case .reading: all.readingNames
                case .event: all.eventNames
                case .over, .sequence: all.overNames
                }
            compiled[index] = Compiled(
                condition: rule.condition, clear: rule.clear, chinese: rule.chinese, english: rule.english,
                slotNames: names)
        }
        rules = compiler.sources.enumerated().map { Rule(source: $0.element, compiled: compiled[$0.offset]) }
        problems = collector.problems
        self.warnings = warnings.problems
    }

    /// Names of all functions of history, of neighbours and of raises that expressions may call, sorted.
    package static var functionNames: [String] {
        let reading = RuleEnvironment(.reading, thresholds: []).environment.intrinsicNames
        return Set(reading + RuleEnvironment(.over, thresholds: []).environment.intrinsicNames).sorted()
    }
}
