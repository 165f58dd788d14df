import Configuration

/// A series of values in the notation of Prometheus' rule tests: `2.9 3.0+0.05x9 _x3 2.75 2.6x14 stale`.
enum SeriesNotation {
    enum Step: Hashable {
        /// No message at this step.
        case nothing
        /// A message whose `v` is this JSON text, and whose `q` is this word where there is one.
        case value(String, quality: String?)
    }

    /// Most steps of one series.
    static let limit = 100_000

    private struct Refusal: Error {
        var message: String
        var remedy: String
    }

    /// The steps of a series; a problem at the value that can't be read.
    static func read(_ node: ConfigurationNode) -> [Step] {
        guard let text = node.string("“values”") else { return [] }
        var steps: [Step] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            do {
                try append(word, to: &steps)
            } catch {
                let offset = text.unicodeScalars.distance(from: text.startIndex, to: word.startIndex)
                node.problem(
                    "In “values”: \(error.message)", remedy: error.remedy,
                    columnOffset: node.isBlock ? 0 : offset + (node.isQuoted ? 1 : 0),
                    length: node.isBlock ? nil : word.unicodeScalars.count)
                return steps
            }
        }
        if steps.isEmpty { node.problem("“values” is empty.", remedy: "Write values such as “2.9 3.0+0.1x5”.") }
        return steps
    }

    private static func append(_ word: Substring, to steps: inout [Step]) throws(Refusal) {
        let parts = word.split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
        let quality = parts.count == 2 ? try flag(parts[1]) : nil
        var body = parts[0]
        var further = 0
        let isRepeated: Bool
        if let mark = body.lastIndex(of: "x") {
            guard let count = Int(body[body.index(after: mark)...]), count >= 0 else {
                throw Refusal(
                    message: "“\(word)” has no count after x.", remedy: "Write 3.0x4 for five times 3.0, _x3 for none.")
            }
            further = count
            isRepeated = true
            body = body[..<mark]
        } else {
            isRepeated = false
        }
        guard steps.count + further < limit else {
            throw Refusal(message: "there are more than \(limit) steps.", remedy: "Write fewer.")
        }
        switch body {
        case "_": steps += Array(repeating: .nothing, count: isRepeated ? further : 1)
        case "stale", "missing":
            steps += Array(repeating: .value("null", quality: quality ?? "missing"), count: further + 1)
        case "true", "false":
            steps += Array(repeating: .value(String(body), quality: quality), count: further + 1)
        default:
            let (first, step) = try numbers(body, word)
            for index in 0...further {
                guard let value = first.adding(step, times: Int64(index)) else {
                    throw Refusal(message: "“\(word)” grows too large.", remedy: "Write smaller numbers.")
                }
                steps.append(.value(value.text, quality: quality))
            }
        }
    }

    private static func numbers(
        _ body: Substring, _ word: Substring
    ) throws(Refusal) -> (ExactDecimal, ExactDecimal) {
        let afterSign = body.dropFirst()
        if let mark = afterSign.firstIndex(where: { $0 == "+" || $0 == "-" }),
            let first = ExactDecimal(text: body[..<mark]),
            let step = ExactDecimal(text: body[body.index(after: mark)...])
        {
            return (first, body[mark] == "-" ? step.negated : step)
        }
        if let first = ExactDecimal(text: body), let zero = ExactDecimal(text: "0") { return (first, zero) }
        throw Refusal(
            message: "“\(word)” is no value.",
            remedy: "Write 3.0, 3.0x4, 3.0+0.1x4, _, _x3, stale, true, or 3.0!fail.")
    }

    private static func flag(_ text: Substring) throws(Refusal) -> String {
        guard QualityWord.all.contains(String(text)) else {
            throw Refusal(
                message: "“\(text)” is no quality.", remedy: "Known are: \(QualityWord.all.joined(separator: ", ")).")
        }
        return String(text)
    }
}

/// Words for quality flags as payloads carry them.
enum QualityWord {
    static let all = ["pass", "not_evaluated", "suspect", "fail", "missing"]
}
