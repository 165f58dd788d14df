/// Which series a group of rules or an entry of quality limits is about: every field that is named must match one of its
/// patterns.
package struct SourceMatch: Sendable {
    /// What one field must look like.
    package struct Condition: Sendable {
        package var field: SourceField
        /// One of them must match; never empty in what was read without problems.
        package var patterns: [SourcePattern]

        package init(field: SourceField, patterns: [SourcePattern]) {
            self.field = field
            self.patterns = patterns
        }
    }

    /// In the order of `SourceField.allCases`; a field may stand twice, and then must match both.
    package var conditions: [Condition]

    package init(conditions: [Condition]) {
        self.conditions = conditions
    }

    package func matches(_ words: SourceWords) -> Bool {
        conditions.allSatisfy { condition in
            let text = words[condition.field]
            return condition.patterns.contains { $0.matches(text) }
        }
    }

    /// Whether it matches when some fields, of which nothing is known, are left aside.
    package func matches(_ words: SourceWords, leavingOut fields: Set<SourceField>) -> Bool {
        conditions.allSatisfy { condition in
            if fields.contains(condition.field) { return true }
            let text = words[condition.field]
            return condition.patterns.contains { $0.matches(text) }
        }
    }

    /// Everything but the station and unit, which differ from series to series of one kind.
    package func matchesKind(_ words: SourceWords) -> Bool {
        matches(words, leavingOut: [.station, .unit, .place])
    }

    /// The exact texts that a field may have; nil where it is free or given by a pattern.
    package func exactTexts(of field: SourceField) -> [String]? {
        guard let condition = conditions.first(where: { $0.field == field }) else { return nil }
        var texts: [String] = []
        for pattern in condition.patterns {
            guard case .text(let text) = pattern else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// Whether no series can match both: some field's exact texts share none.
    package func excludes(_ other: SourceMatch) -> Bool {
        SourceField.allCases.contains { field in
            guard let mine = exactTexts(of: field), let theirs = other.exactTexts(of: field) else { return false }
            return Set(mine).isDisjoint(with: theirs)
        }
    }
}
