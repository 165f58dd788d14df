import CEL
import Configuration
import Telemetry

/// All rules of a city, compiled: what a `RuleEngine` runs.
package struct CompiledRules: Sendable {
    /// In the order of files and rules.
    let rules: [CompiledRule]
    /// Functions of history that reading rules call, and the slot of the first.
    let readingIntrinsics: [Intrinsic]
    let firstReadingIntrinsicSlot: Int
    /// Functions of raises that `over` rules call, and the slot of the first.
    let overIntrinsics: [Intrinsic]
    let firstOverIntrinsicSlot: Int
    /// Names by slot.
    let readingNames: [String]
    let eventNames: [String]
    let overNames: [String]
    /// Slots of `station.<threshold>`, sorted by name.
    let thresholds: [(name: String, slot: Int)]
    let eventThresholds: [(name: String, slot: Int)]
    /// Of everything that compiling reads; a snapshot fits only rules of the same fingerprint.
    package let fingerprint: UInt64
    /// What is suspicious, though it runs.
    package let warnings: [ConfigurationProblem]

    /// Folders of a city that hold no rules.
    package static let otherFolders: Set<String> = [
        "stations", "linkage", "quality", "alarm-management", "roster", "broker", "devices", "plans",
    ]

    /// The rule files of a city's folder: every `<folder>/*.yaml` but stations, linkage and the like, without rule tests.
    package static func ruleFiles(of bundle: ConfigurationBundle) -> [ConfigurationFile] {
        bundle.files.filter { file in
            guard file.path.hasSuffix(".yaml"), !file.path.hasSuffix("_test.yaml"),
                let slash = file.path.firstIndex(of: "/")
            else { return false }
            return !otherFolders.contains(String(file.path[..<slash]))
        }
    }

    /// Compiles rule files, or tells all problems at once.
    ///
    /// - Parameters:
    ///   - files: rule files only, see `ruleFiles(of:)`.
    ///   - registry: its threshold names are what `station.<name>` may name; without stations every name is taken.
    ///   - probes: expressions to be looked at beside the rules; problems of theirs name the probe.
    ///   - hashText: first 16 hex digits of the SHA-256 of a file's text, for the evidence of alarms.
    package static func compile(
        files: [ConfigurationFile], registry: Registry, probes: [RuleProbe] = [],
        hashText: (ConfigurationFile) -> String = { _ in "" }
    ) throws(ConfigurationProblems) -> CompiledRules {
        let collector = ProblemCollector()
        let warnings = ProblemCollector()
        let probeFiles = probes.isEmpty ? [] : [RuleProbe.file(probes)]
        let compiler = compiler(
            files: files.sorted(by: { $0.path < $1.path }) + probeFiles, registry: registry, collector: collector,
            warnings: warnings, hashText: hashText)
        let sources = compiler.sources
        try collector.throwIfAny()
        let compiled = CompiledRules(compiler, files: files, registry: registry, warnings: warnings.problems)
        compiled.checkHistory(sources, registry: registry, collector: collector, warnings: warnings)
        try collector.throwIfAny()
        return CompiledRules(compiler, files: files, registry: registry, warnings: warnings.problems)
    }

    /// Reads and compiles files; what is wrong is in the collectors.
    static func compiler(
        files: [ConfigurationFile], registry: Registry, collector: ProblemCollector, warnings: ProblemCollector,
        hashText: (ConfigurationFile) -> String
    ) -> RuleCompiler {
        var sources: [RuleSource] = []
        for file in files {
            var reader = RuleFileReader(file: file, collector: collector, warnings: warnings, registry: registry)
            reader.read()
            sources += reader.rules
        }
        RuleNames.check(sources)
        var compiler = RuleCompiler(sources: sources, registry: registry, collector: collector, warnings: warnings)
        compiler.compile(hashText: hashText)
        return compiler
    }

    /// Windows that can't be kept whole, and histories that no machine can hold.
    func checkHistory(
        _ sources: [RuleSource], registry: Registry, collector: ProblemCollector, warnings: ProblemCollector
    ) {
        guard !registry.stations.isEmpty, rules.count == sources.count else { return }
        let history = history(registry: registry)
        for cut in history.cut {
            warnings.add(
                sources[cut.rule].alertNode.finding(
                    "\(cut.intrinsic.text) spans about \(cut.readings) readings of “\(cut.station)”, but "
                        + "\(SampleRing.limit) are kept: it stays unknown.",
                    remedy: "Look back for a shorter time, or report less often.", kind: .history))
        }
        let bytes = history.budget.expectedBytes
        guard bytes > HistoryBudget.warningBytes, let last = sources.last else { return }
        let message = "The windows of all rules hold about \(bytes >> 20) MiB of readings."
        if bytes > HistoryBudget.refusalBytes {
            last.alertNode.problem(
                message, remedy: "Look back for shorter times: at most 16 GiB are taken.", kind: .history)
        } else {
            warnings.add(
                last.alertNode.finding(
                    message, remedy: "Give the machine that much, or look back less far.", kind: .history))
        }
    }

    /// Compiles the rule files of a city's folder.
    package static func compile(
        bundle: ConfigurationBundle, registry: Registry, hashText: (ConfigurationFile) -> String = { _ in "" }
    ) throws(ConfigurationProblems) -> CompiledRules {
        try compile(files: ruleFiles(of: bundle), registry: registry, hashText: hashText)
    }

    /// No rule at all.
    package static let none = CompiledRules(
        RuleCompiler(sources: [], registry: .empty, collector: ProblemCollector(), warnings: ProblemCollector()),
        files: [], registry: .empty, warnings: [])

    init(
        _ compiler: RuleCompiler, files: [ConfigurationFile], registry: Registry, warnings: [ConfigurationProblem]
    ) {
        rules = compiler.rules
        readingIntrinsics = compiler.readingIntrinsics.intrinsics
        firstReadingIntrinsicSlot = compiler.reading.environment.slotCount
        overIntrinsics = compiler.overIntrinsics.intrinsics
        firstOverIntrinsicSlot = compiler.over.environment.slotCount
        var names = compiler.reading
        names.name(readingIntrinsics)
        readingNames = names.names
        eventNames = compiler.event.names
        names = compiler.over
        names.name(overIntrinsics)
        overNames = names.names
        thresholds = compiler.reading.thresholds.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
        eventThresholds = compiler.event.thresholds.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
        fingerprint = CompiledRules.fingerprint(files: files)
        self.warnings = warnings
    }

    /// FNV-1a, 64 bits: tells configurations apart, proves nothing.
    private static func fingerprint(files: [ConfigurationFile]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in ConfigurationBundle(files: files).canonicalBytes {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash
    }
}

extension CompiledRules {
    /// What a person is told of loaded rules: `tocsin rules check`.
    package struct Summary: Sendable {
        package var alert: String
        package var subject: String
        package var expression: String
        package var origin: String
        /// CEL's static cost of the condition.
        package var cost: UInt64
    }

    package var summaries: [Summary] {
        rules.map { rule in
            let subject =
                switch rule.subject {
                case .reading: "reading"
                case .event: "event"
                case .over(let alert): "over \(alert)"
                case .sequence: "sequence"
                }
            return Summary(
                alert: rule.alert, subject: subject, expression: rule.expressionText, origin: rule.origin,
                cost: rule.condition.cost.maximum)
        }
    }

    /// Hazard of every alert, for checking that the linkage matrix has a row for each.
    package var hazards: [(alert: String, hazard: String, colour: WarningColour?)] {
        rules.flatMap { rule in
            let own = [(alert: rule.alert, hazard: rule.hazard, colour: rule.colour)]
            guard rule.blindAfterNanoseconds != nil else { return own }
            return own + [(rule.alert + RuleEngine.blindSuffix, RuleEngine.blindHazard, .blue)]
        }
    }
}
