import Matching
import Telemetry

/// A rule as those who test it see it.
package struct RuleOutline: Sendable {
    package var alert: String
    /// Words of `by`, in order: an alarm's key is their values joined by `/`.
    package var by: [String]
    /// Decides about event objects.
    package var isAboutEvents: Bool
    /// Counts the raises of another alert.
    package var isOverRaises: Bool
    /// Path of the file, as it was given.
    package var path: String
}

extension CompiledRules {
    /// All rules in the order of files and rules, each with the alarm of its blindness, without probes.
    package var outlines: [RuleOutline] {
        rules.filter { !$0.isProbe }.flatMap { rule in
            let own = RuleOutline(
                alert: rule.alert, by: rule.by.map(\.rawValue), isAboutEvents: rule.subject == .event,
                isOverRaises: rule.subject != .event && rule.subject != .reading,
                path: CompiledRules.path(ofOrigin: rule.origin))
            guard rule.blindAfterNanoseconds != nil else { return [own] }
            var blind = own
            blind.alert += RuleEngine.blindSuffix
            return [own, blind]
        }
    }

    /// An origin without the file's hash.
    static func path(ofOrigin origin: String) -> String {
        guard let space = origin.lastIndex(of: " ") else { return origin }
        let hash = origin[origin.index(after: space)...]
        return hash.utf8.count == 16 && hash.allSatisfy(\.isHexDigit) ? String(origin[..<space]) : origin
    }

    /// Whether a rule is about readings, or events, that come from there; or speaks of the quantity as a neighbour's.
    package func concern(_ words: SourceWords, isEvent: Bool) -> Bool {
        rules.contains { rule in
            switch rule.subject {
            case .event: return isEvent && rule.match.matches(words)
            case .reading:
                if isEvent { return false }
                if rule.match.matches(words) { return true }
                let texts = [rule.expressionText, rule.clearText ?? ""]
                return texts.contains { $0.contains("'\(words.quantity)'") || $0.contains("\"\(words.quantity)\"") }
            case .over, .sequence: return false
            }
        }
    }

    /// The domain that rules about such a source ask for by its exact name; nil where none does.
    package func domain(for words: SourceWords) -> String? {
        for rule in rules {
            guard let domain = rule.match.exactTexts(of: .domain)?.first else { continue }
            var candidate = words
            candidate.domain = domain
            if rule.match.matches(candidate) { return domain }
        }
        return nil
    }
}
