/// One check of rules that could be compiled. What the compiler itself finds has no check of its own.
protocol LintCheck: Sendable {
    /// The id that its findings bear.
    var id: LintID { get }

    /// Looks at one rule.
    func findings(_ rule: LintedRule) -> [LintFinding]
}

/// All checks, in the order in which they run.
enum LintCatalogue {
    static let checks: [any LintCheck] = [
        MissingParameterCheck(), MissingThresholdCheck(), ComparisonCheck(), ImpossibleCheck(), OverlapCheck(),
        UnreachableClearCheck(), DelayCheck(), AbsenceCheck(), RateWindowCheck(), FragileCheck(), TextCheck(),
        DivisionCheck(), SeriesCheck(), MixedListCheck(), MixedEqualityCheck(), AnnotationPolicy(), LabelPolicy(),
        NamePolicy(), DelayPolicy(), OwnerPolicy(), CountPolicy(), LinkPolicy(),
    ]

    /// Checks that the compiler makes, and the one of the comments.
    static let others: [LintID] = [
        .yamlParse, .celSyntax, .celType, .celCost, .ruleDuplicate, .templateSyntax, .regexInvalid, .durationInvalid,
        .lintComment, .windowHistory, .labelsConflict, .ruleDependency, .paramsUnused,
    ]
}
