/// A pattern as a non-deterministic automaton over classes of code points that the pattern cannot tell apart.
struct RegexProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes a code point of one of the classes.
        case take(classes: Int, next: Int)
        case split(Int, Int)
        case assertion(RegexAssertion, next: Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var start = 0
    /// For each distinct set of the pattern: which classes belong to it.
    private(set) var members: [[Bool]] = []
    /// Classes of the ASCII code points.
    private(set) var asciiClasses: [UInt16] = []
    /// First code points of the stretches from U+0080 on, with their classes.
    private var stretches: [UInt32] = []
    private var stretchClasses: [UInt16] = []
    private(set) var classCount = 0
    /// What the code points of a class are for assertions.
    private(set) var kinds: [Kind] = []

    /// What a neighbour of a place is.
    enum Kind: UInt8, Sendable {
        case edge, newline, word, other
    }

    /// A pattern that needs more instructions is refused: matching takes time in proportion to them.
    private static let maximumInstructions = 20_000

    private var sets: [ScalarSet] = []
    private var setIndices: [ScalarSet: Int] = [:]

    init(_ node: RegexNode) throws(EvaluationError) {
        let end = emit(.match)
        start = try compile(node, then: end)
        try classify()
    }

    private mutating func emit(_ instruction: Instruction) -> Int {
        instructions.append(instruction)
        return instructions.count - 1
    }

    /// Compiles backwards: gives the entry of code that goes on at `next`.
    private mutating func compile(_ node: RegexNode, then next: Int) throws(EvaluationError) -> Int {
        guard instructions.count < Self.maximumInstructions else {
            throw RegexParser.error("the pattern is too large")
        }
        switch node {
        case .empty: return next
        case .set(let set): return emit(.take(classes: index(of: set), next: next))
        case .assertion(let assertion): return emit(.assertion(assertion, next: next))
        case .sequence(let parts):
            var entry = next
            for part in parts.reversed() { entry = try compile(part, then: entry) }
            return entry
        case .alternatives(let parts):
            var entry = try compile(parts[parts.count - 1], then: next)
            for part in parts.dropLast().reversed() {
                let first = try compile(part, then: next)
                entry = emit(.split(first, entry))
            }
            return entry
        case .repeated(let inner, let minimum, let maximum):
            var entry = next
            if let maximum {
                for _ in 0..<max(0, maximum - minimum) {
                    let body = try compile(inner, then: entry)
                    entry = emit(.split(body, next))
                }
            } else {
                let loop = emit(.split(next, next))
                let body = try compile(inner, then: loop)
                instructions[loop] = .split(body, next)
                entry = loop
            }
            for _ in 0..<minimum { entry = try compile(inner, then: entry) }
            return entry
        }
    }

    private mutating func index(of set: ScalarSet) -> Int {
        if let known = setIndices[set] { return known }
        sets.append(set)
        setIndices[set] = sets.count - 1
        return sets.count - 1
    }

    /// Divides the code points into classes: two are alike when every set holds both or neither.
    private mutating func classify() throws(EvaluationError) {
        var all = sets
        let hasAssertions = instructions.contains { if case .assertion = $0 { true } else { false } }
        if hasAssertions { all += [.word, .newline] }
        var borders: Set<UInt32> = [0, 0x80]
        for set in all {
            for range in set.ranges {
                borders.insert(range.lowerBound)
                if range.upperBound < ScalarSet.maximum { borders.insert(range.upperBound + 1) }
            }
        }
        // The work grows with sets × borders: a pattern of thousands of different letters is refused.
        guard all.count * borders.count <= 4_000_000 else { throw RegexParser.error("the pattern is too large") }
        let sorted = borders.sorted()
        var cursors = Array(repeating: 0, count: all.count)
        var known: [[Bool]: UInt16] = [:]
        var firsts: [UInt32] = []
        asciiClasses = Array(repeating: 0, count: 0x80)
        members = Array(repeating: [], count: sets.count)
        for (position, border) in sorted.enumerated() {
            var signature: [Bool] = []
            for (index, set) in all.enumerated() {
                while cursors[index] < set.ranges.count, set.ranges[cursors[index]].upperBound < border {
                    cursors[index] += 1
                }
                signature.append(cursors[index] < set.ranges.count && set.ranges[cursors[index]].lowerBound <= border)
            }
            let number = known[signature] ?? UInt16(known.count)
            if known[signature] == nil {
                known[signature] = number
                firsts.append(border)
                for index in sets.indices { members[index].append(signature[index]) }
            }
            let end = position + 1 < sorted.count ? sorted[position + 1] : ScalarSet.maximum + 1
            if border < 0x80 {
                for scalar in border..<min(end, 0x80) { asciiClasses[Int(scalar)] = number }
            } else {
                stretches.append(border)
                stretchClasses.append(number)
            }
        }
        classCount = known.count
        kinds = firsts.map { hasAssertions ? Self.kind($0) : .other }
    }

    private static func kind(_ scalar: UInt32) -> Kind {
        if scalar == 0x0A { return .newline }
        return ScalarSet.word.contains(scalar) ? .word : .other
    }

    @inline(__always)
    func classOf(_ scalar: UInt32) -> Int {
        if scalar < 0x80 { return Int(asciiClasses[Int(scalar)]) }
        var low = 0
        var high = stretches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle] <= scalar { low = middle } else { high = middle }
        }
        return Int(stretchClasses[low])
    }

    static func holds(_ assertion: RegexAssertion, _ before: Kind, _ after: Kind, isStart: Bool, isEnd: Bool) -> Bool {
        switch assertion {
        case .textStart: isStart
        case .textEnd: isEnd
        case .lineStart: isStart || before == .newline
        case .lineEnd: isEnd || after == .newline
        case .wordBoundary: (before == .word) != (after == .word)
        case .noWordBoundary: (before == .word) == (after == .word)
        }
    }
}
