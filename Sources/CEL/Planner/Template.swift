/// Text with expressions in it: `{{ station }} at {{ value }} {{ unit }}`.
public final class Template: Sendable {
    private enum Part: Sendable {
        case text(String)
        case expression(Program)
    }

    /// The text as it was given.
    public let source: String
    /// The slots that rendering may read, in order.
    public let referencedSlots: [Int]
    /// Frames must have at least this many slots.
    public let requiredSlotCount: Int
    /// The expressions in order, each with the UTF-8 offset in the text at which its own source begins.
    package let expressions: [(program: Program, start: Int)]
    private let parts: [Part]

    /// The text with values put in. Doubles are written in the shortest form (1.25, 3).
    /// - Parameters:
    ///   - frame: the variables.
    ///   - unknownText: what stands for an unknown value.
    ///   - errorText: what stands for a value that could not be computed.
    public func render(_ frame: Frame, unknownText: String = "?", errorText: String = "!") -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .expression(let program):
                switch program.evaluate(frame) {
                case .value(let value): result += Self.text(value)
                case .unknown: result += unknownText
                case .error: result += errorText
                }
            }
        }
        return result
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .double(let number): DoubleText.readable(number)
        case .string(let text): text
        case .uint(let number): String(number)
        case .null: ""
        case .duration(let span): DurationText.format(span)
        case .timestamp(let time): TimestampText.format(time)
        default: value.description
        }
    }

    init(_ text: String, environment: Environment, intrinsics: IntrinsicResolver?) throws(CompilationErrors) {
        source = text
        let whole = Source(text)
        var parts: [Part] = []
        var diagnostics: [Diagnostic] = []
        var slots: Set<Int> = []
        var literal: [UInt8] = []
        var expressions: [(program: Program, start: Int)] = []
        var offset = 0
        while offset < whole.bytes.count {
            guard Self.isPair(whole.bytes, offset, UInt8(ascii: "{")) else {
                literal.append(whole.bytes[offset])
                offset += 1
                continue
            }
            guard let end = Self.end(of: whole.bytes, from: offset + 2) else {
                diagnostics.append(
                    Diagnostic(
                        "the '{{' is not closed", at: SourceRange(offset, offset + 2), in: whole,
                        remedy: "write }} behind the expression"))
                break
            }
            if !literal.isEmpty { parts.append(.text(String(decoding: literal, as: UTF8.self))) }
            literal = []
            do throws(CompilationErrors) {
                let program = try Self.compile(whole, offset + 2, end, environment, intrinsics)
                slots.formUnion(program.referencedSlots)
                parts.append(.expression(program))
                expressions.append((program, offset + 2))
            } catch {
                diagnostics += error.diagnostics
            }
            offset = end + 2
        }
        if !literal.isEmpty { parts.append(.text(String(decoding: literal, as: UTF8.self))) }
        guard diagnostics.isEmpty else { throw CompilationErrors(diagnostics: diagnostics) }
        self.parts = parts
        self.expressions = expressions
        referencedSlots = slots.sorted()
        requiredSlotCount = (referencedSlots.last ?? -1) + 1
    }

    private static func isPair(_ bytes: [UInt8], _ offset: Int, _ brace: UInt8) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == brace && bytes[offset + 1] == brace
    }

    /// The `}}` that closes, outside of strings and braces of the expression.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var offset = start
        var open = 0
        var quote: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            if let current = quote {
                if byte == UInt8(ascii: "\\") { offset += 1 } else if byte == current { quote = nil }
            } else {
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
                case UInt8(ascii: "{"): open += 1
                case UInt8(ascii: "}"):
                    if open == 0, isPair(bytes, offset, byte) { return offset }
                    open -= 1
                default: break
                }
            }
            offset += 1
        }
        return nil
    }

    /// The expression's places are those of the whole text: what comes before is blanked, not cut.
    private static func compile(
        _ whole: Source, _ start: Int, _ end: Int, _ environment: Environment, _ intrinsics: IntrinsicResolver?
    ) throws(CompilationErrors) -> Program {
        do throws(CompilationErrors) {
            let inner = String(decoding: whole.bytes[start..<end], as: UTF8.self)
            let program = try environment.compile(Source(inner), expecting: nil, intrinsics: intrinsics)
            guard isText(program.resultType) else {
                let range = program.expression.range
                throw CompilationErrors(diagnostics: [
                    Diagnostic(
                        "a \(program.resultType) cannot be put into a text", at: range, in: Source(inner),
                        remedy: "give a string, number, bool, time or duration")
                ])
            }
            return program
        } catch {
            throw CompilationErrors(
                diagnostics: error.diagnostics.map {
                    let range = SourceRange($0.range.start + start, $0.range.end + start)
                    return Diagnostic(
                        $0.message, at: range, in: whole, remedy: $0.remedy, severity: $0.severity, stage: $0.stage)
                })
        }
    }

    private static func isText(_ type: ValueType) -> Bool {
        switch type {
        case .string, .int, .uint, .double, .bool, .timestamp, .duration, .null, .dyn: true
        default: false
        }
    }
}

extension Environment {
    /// Compiles a text with `{{ expressions }}` in it; the errors' places count in the whole text.
    public func compileTemplate(
        _ text: String, intrinsics: IntrinsicResolver? = nil
    ) throws(CompilationErrors) -> Template {
        try Template(text, environment: self, intrinsics: intrinsics)
    }
}
