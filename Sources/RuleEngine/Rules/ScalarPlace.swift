import CEL
import Configuration

/// Finds the place in a YAML file that a place in a scalar's text stands for.
package struct ScalarPlace {
    let node: ConfigurationNode

    /// - Parameter node: a scalar.
    package init(node: ConfigurationNode) {
        self.node = node
    }

    /// A finding about the scalar's text, an expression or a template, at its place in the file.
    func problem(
        _ diagnostic: Diagnostic, in what: String, kind: ConfigurationProblemKind
    ) -> ConfigurationProblem {
        problem(
            "In \(what): \(ScalarPlace.sentence(diagnostic.message))", line: diagnostic.line, column: diagnostic.column,
            length: diagnostic.length, remedy: ScalarPlace.sentence(diagnostic.remedy ?? "Mend the expression here."),
            kind: kind)
    }

    /// A problem at a place within the scalar's text.
    ///
    /// - Parameters: line and column of the text, from 1.
    package func problem(
        _ message: String, line: Int, column: Int, length: Int, remedy: String, kind: ConfigurationProblemKind = .file
    ) -> ConfigurationProblem {
        let (fileLine, fileColumn) = place(line: line, column: column)
        return ConfigurationProblem(
            path: node.file.path, line: fileLine, column: max(1, fileColumn), length: max(1, length), message: message,
            remedy: remedy, sourceLine: node.file.line(fileLine), kind: kind)
    }

    private static func sentence(_ text: String) -> String {
        let capital = text.prefix(1).uppercased() + text.dropFirst()
        return capital.hasSuffix(".") ? capital : capital + "."
    }

    /// Line and column in the file, from 1.
    package func place(line: Int, column: Int) -> (line: Int, column: Int) {
        if node.isBlock { return placeInBlock(line: line, column: column) }
        let first = node.column + (node.isQuoted ? 1 : 0)
        guard line == 1 else { return (node.line, first) }
        let written = Array(node.file.line(node.line).unicodeScalars)
        let text = Array((node.text ?? "").unicodeScalars)
        if node.isQuoted, let found = placeInQuotes(written: written, column: column) { return (node.line, found) }
        if !node.isQuoted, first - 1 + text.count > written.count {
            return placeInFolded(firstLine: node.line, firstColumn: first, column: column)
        }
        return (node.line, first + column - 1)
    }

    /// In quotes an escape or a doubled quote is longer in the file than in the text.
    private func placeInQuotes(written: [Unicode.Scalar], column: Int) -> Int? {
        let start = node.column - 1
        guard start >= 0, start < written.count else { return nil }
        let quote = written[start]
        var position = start + 1
        var remaining = column - 1
        while remaining > 0, position < written.count {
            let isEscape = quote == "\"" ? written[position] == "\\" : written[position] == "'"
            position += isEscape ? 2 : 1
            remaining -= 1
        }
        return position < written.count ? position + 1 : nil
    }

    private func placeInBlock(line: Int, column: Int) -> (Int, Int) {
        let header = node.file.line(node.line).unicodeScalars
        let isFolded = header.dropFirst(node.column - 1).first == ">"
        let firstLine = node.line + 1
        let indent = node.file.line(firstLine).unicodeScalars.prefix { $0 == " " }.count
        if isFolded { return placeInFolded(firstLine: firstLine, firstColumn: indent + 1, column: column) }
        return (node.line + line, indent + column)
    }

    /// Folded lines are joined by single spaces.
    private func placeInFolded(firstLine: Int, firstColumn: Int, column: Int) -> (Int, Int) {
        var remaining = column - 1
        var line = firstLine
        var start = firstColumn - 1
        while true {
            let written = Array(node.file.line(line).unicodeScalars)
            var end = written.count
            while end > start, written[end - 1] == " " { end -= 1 }
            let length = max(0, end - start)
            if remaining <= length || line - firstLine > 1_000 { return (line, start + remaining + 1) }
            remaining -= length + 1
            line += 1
            start = node.file.line(line).unicodeScalars.prefix { $0 == " " }.count
        }
    }
}
