import Configuration
import Telemetry

/// What those who try rules ask of them.
extension CompiledRules {
    /// The alerts that a rule file names, in its order; what is wrong with it is told when it is compiled.
    package static func alertNames(in file: ConfigurationFile) -> [String] {
        var reader = RuleFileReader(
            file: file, collector: ProblemCollector(), warnings: ProblemCollector(), registry: .empty)
        reader.read()
        return reader.rules.map(\.alert)
    }

    /// The longest time that any rule looks back.
    package var longestLookBack: Interval {
        let own = readingIntrinsics.map { max($0.lookBackNanoseconds, $0.neighbourLookBackNanoseconds) }
        let counted = overIntrinsics.map(\.windowNanoseconds)
        return Interval(nanoseconds: (own + counted).max() ?? 0)
    }

    /// Alerts that stay on until a person resets them.
    package var latchingAlerts: Set<String> { Set(rules.filter(\.latching).map(\.alert)) }
}
