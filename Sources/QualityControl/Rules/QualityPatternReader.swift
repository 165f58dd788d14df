import CEL
import Configuration

/// Reads one pattern of a match: a text, a glob or `/regular expression/`.
enum QualityPatternReader {
    static func read(_ node: ConfigurationNode, field: QualityMatch.Field) -> QualityMatch.Pattern? {
        guard let text = node.string("“\(field.rawValue)”") else { return nil }
        if text.utf8.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            return expression(String(text.dropFirst().dropLast()), node)
        }
        if text.contains("*") || text.contains("?") { return .glob(Array(text.utf8)) }
        return .text(text)
    }

    private static func expression(_ expression: String, _ node: ConfigurationNode) -> QualityMatch.Pattern? {
        var environment = Environment(options: .rules)
        _ = environment.declareVariable("text", .string, maximumSize: 256)
        var escaped = ""
        for scalar in "^(?:\(expression))$".unicodeScalars {
            if scalar == "\"" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(scalar)
        }
        do {
            return .expression(try environment.compile("text.matches(\"\(escaped)\")", expecting: .bool))
        } catch {
            let first = error.diagnostics.first
            node.problem(
                "The regular expression can't be read: \(first?.message ?? "it is malformed").",
                remedy: first?.remedy ?? "Write an expression in RE2 syntax between two slashes.")
            return nil
        }
    }
}
