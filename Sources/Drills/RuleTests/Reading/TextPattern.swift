import CEL
import Configuration

/// What a text should be: equal to a text, or such that a regular expression is found in it.
struct TextPattern {
    /// As written.
    let text: String
    private let expression: Program?

    /// A node's pattern: `/…/` is a regular expression in RE2's syntax, everything else a text.
    init?(_ node: ConfigurationNode, _ what: String) {
        guard let text = node.string(what) else { return nil }
        self.text = text
        guard text.utf8.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
            expression = nil
            return
        }
        var environment = Environment()
        environment.declareVariable("text", .string)
        let pattern = text.dropFirst().dropLast().flatMap { character -> String in
            switch character {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            default: String(character)
            }
        }
        do {
            expression = try environment.compile("text.matches(\"\(String(pattern))\")", expecting: .bool)
        } catch {
            node.problem(
                "\(what) is no regular expression: \(error.diagnostics.first?.message ?? text).",
                remedy: "Write it in RE2's syntax between slashes, or a text without them.")
            return nil
        }
    }

    func matches(_ candidate: String) -> Bool {
        guard let expression else { return candidate == text }
        let frame = Frame(slotCount: max(1, expression.requiredSlotCount))
        frame.setString(candidate, at: 0)
        return expression.evaluateCondition(frame) == .yes
    }
}
