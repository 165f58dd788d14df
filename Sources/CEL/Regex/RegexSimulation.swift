/// Runs the automaton on sets of its states: time in proportion to text × pattern, whatever the pattern.
struct RegexSimulation {
    private let program: RegexProgram
    /// Entries where the next step begins, each once.
    private(set) var entries: [Int] = []
    private var seen: [Int]
    private var stamp = 0
    private var stack: [Int] = []

    init(_ program: RegexProgram) {
        self.program = program
        seen = Array(repeating: 0, count: program.instructions.count)
    }

    /// Steps over one code point (nil at the end) from the entries; gives those behind it, or nil when it matches.
    mutating func step(
        _ from: [Int], before: RegexProgram.Kind, codeClass: Int?
    ) -> [Int]? {
        stamp += 1
        let after = codeClass.map { program.kinds[$0] } ?? .edge
        var reached: [Int] = []
        stack.append(contentsOf: from)
        while let place = stack.popLast() {
            guard seen[place] != stamp else { continue }
            seen[place] = stamp
            switch program.instructions[place] {
            case .match:
                stack.removeAll(keepingCapacity: true)
                return nil
            case .split(let one, let other):
                stack.append(other)
                stack.append(one)
            case .assertion(let assertion, let next):
                let holds = RegexProgram.holds(
                    assertion, before, after, isStart: before == .edge, isEnd: codeClass == nil)
                if holds { stack.append(next) }
            case .take(let set, let next):
                if let codeClass, program.members[set][codeClass] { reached.append(next) }
            }
        }
        return reached
    }

    /// Whether the pattern matches somewhere in the text.
    mutating func matches(_ text: String) -> Bool {
        var entries = [program.start]
        var before = RegexProgram.Kind.edge
        for scalar in text.unicodeScalars {
            let codeClass = program.classOf(scalar.value)
            guard var next = step(entries, before: before, codeClass: codeClass) else { return true }
            next.append(program.start)
            entries = next
            before = program.kinds[codeClass]
        }
        return step(entries, before: before, codeClass: nil) == nil
    }
}
