/// One finding about an expression, with its place and what to write instead.
public struct Diagnostic: Sendable, Hashable {
    /// How bad a finding is.
    public enum Severity: String, Sendable {
        /// The expression is refused.
        case error
        /// The expression is taken, but something in it is suspicious.
        case warning
    }

    /// Which part of the compiler found it.
    public enum Stage: Sendable {
        /// The text can't be read as an expression.
        case parsing
        /// Names, types, arguments or constants don't fit.
        case checking
        /// It may cost too much.
        case estimating
    }

    /// How bad it is.
    public let severity: Severity
    /// What is wrong, a sentence without its full stop.
    public let message: String
    /// What to write instead, if that is known.
    public let remedy: String?
    /// Where, in UTF-8 offsets of the whole source.
    public let range: SourceRange
    /// Line, from 1.
    public let line: Int
    /// Column in code points, from 1.
    public let column: Int
    /// Length of the place in code points, at least 1.
    public let length: Int
    /// The line of the source that it is about.
    public let sourceLine: String
    /// Which part of the compiler found it.
    public internal(set) var stage: Stage
    /// Column of the place within `sourceLine`, from 1; differs from `column` when a long line is cut.
    public let caretColumn: Int

    init(
        _ message: String, at range: SourceRange, in source: Source, remedy: String? = nil,
        severity: Severity = .error, stage: Stage = .checking
    ) {
        self.severity = severity
        self.stage = stage
        self.message = message
        self.remedy = remedy
        self.range = range
        (line, column) = source.position(of: range.start)
        length = max(1, min(source.codePoints(range.start, range.end), 10_000))
        let shown = source.line(at: range.start)
        sourceLine = shown.text
        caretColumn = source.codePoints(shown.start, range.start) + 1
    }

    /// Message, source line, caret, remedy: several lines for people.
    public var rendered: String {
        let before = sourceLine.unicodeScalars.prefix(caretColumn - 1)
        let indent = String(String.UnicodeScalarView(before.map { $0 == "\t" ? "\t" : " " }))
        let room = max(1, sourceLine.unicodeScalars.count - (caretColumn - 1))
        let marks = String(repeating: "^", count: max(1, min(length, room)))
        var lines = ["\(line):\(column): \(severity.rawValue): \(message)", " | \(sourceLine)", " | \(indent)\(marks)"]
        if let remedy { lines.append(" = \(remedy)") }
        return lines.joined(separator: "\n")
    }
}
