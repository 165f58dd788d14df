/// Something wrong in a file that a person wrote: where, what, and what to write instead.
package struct ConfigurationProblem: Error, Hashable, Sendable {
    package var path: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// Unicode scalars to underline, at least 1.
    package var length: Int
    /// A full sentence.
    package var message: String
    /// What to write instead; a full sentence.
    package var remedy: String
    /// The text of the line.
    package var sourceLine: String
    /// What it is about, for those who sort problems.
    package var kind: ConfigurationProblemKind

    package init(
        path: String, line: Int, column: Int, length: Int = 1, message: String, remedy: String, sourceLine: String,
        kind: ConfigurationProblemKind = .file
    ) {
        self.path = path
        self.line = line
        self.column = column
        self.length = length
        self.message = message
        self.remedy = remedy
        self.sourceLine = sourceLine
        self.kind = kind
    }

    /// `path:line:column: message`, the source line, a caret, the remedy.
    package var rendered: String {
        var text = "\(path):\(line):\(column): \(message)\n"
        if !sourceLine.isEmpty {
            let shown = sourceLine.unicodeScalars.prefix(200)
            let pad = shown.prefix(max(0, column - 1)).map { ($0 == "\t") ? "\t" : (isWide($0) ? "  " : " ") }.joined()
            text += "    \(String(String.UnicodeScalarView(shown)))\n"
            text += "    \(pad)\(String(repeating: "^", count: max(1, min(length, 200 - min(column, 199)))))\n"
        }
        return text + "    → \(remedy)"
    }

    /// Chinese, Japanese and Korean characters and full-width forms take two terminal columns.
    private func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

/// All problems of a configuration at once: a person mends a file in one go.
package struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    package var problems: [ConfigurationProblem]

    package init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    package var description: String {
        problems.map(\.rendered).joined(separator: "\n")
    }
}

/// Gathers problems while files are read. A class, because nested readers add to the same list; used by one thread.
package final class ProblemCollector {
    package private(set) var problems: [ConfigurationProblem] = []
    /// Problems kept; a file of nothing but errors need not be told to its end.
    package static let limit = 100

    package init() {}

    package func add(_ problem: ConfigurationProblem) {
        if problems.count < ProblemCollector.limit { problems.append(problem) }
    }

    package func throwIfAny() throws(ConfigurationProblems) {
        if !problems.isEmpty {
            throw ConfigurationProblems(
                problems.sorted { ($0.path, $0.line, $0.column) < ($1.path, $1.line, $1.column) })
        }
    }
}
