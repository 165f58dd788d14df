/// The deterministic automaton of a small pattern, made once: a table look-up for each code point, nothing to lock.
struct RegexAutomaton: Sendable {
    private struct Key: Hashable {
        let entries: [Int]
        let before: UInt8
    }

    /// Next state for state × class; -1 where the pattern has matched.
    private let transitions: [Int32]
    /// Whether the pattern matches when the text ends in the state.
    private let matchesAtEnd: [Bool]
    private let asciiClasses: [UInt16]
    private let classCount: Int
    private let program: RegexProgram

    private static let maximumStates = 512
    private static let maximumCells = 32_768
    private static let maximumWork = 400_000

    /// Nil when the table would be too large.
    init?(_ program: RegexProgram) {
        guard program.instructions.count <= 2_000 else { return nil }
        var simulation = RegexSimulation(program)
        var numbers: [Key: Int] = [:]
        var states: [Key] = []
        var table: [Int32] = []
        var ends: [Bool] = []
        var work = 0
        func number(_ key: Key) -> Int {
            if let known = numbers[key] { return known }
            numbers[key] = states.count
            states.append(key)
            return states.count - 1
        }
        _ = number(Key(entries: [program.start], before: RegexProgram.Kind.edge.rawValue))
        var done = 0
        while done < states.count {
            let state = states[done]
            let before = RegexProgram.Kind(rawValue: state.before) ?? .other
            for codeClass in 0..<program.classCount {
                work += state.entries.count + 1
                guard let reached = simulation.step(state.entries, before: before, codeClass: codeClass) else {
                    table.append(-1)
                    continue
                }
                let entries = Set(reached + [program.start]).sorted()
                let key = Key(entries: entries, before: program.kinds[codeClass].rawValue)
                table.append(Int32(number(key)))
            }
            ends.append(simulation.step(state.entries, before: before, codeClass: nil) == nil)
            done += 1
            guard states.count <= Self.maximumStates, states.count * program.classCount <= Self.maximumCells,
                work <= Self.maximumWork
            else { return nil }
        }
        transitions = table
        matchesAtEnd = ends
        asciiClasses = program.asciiClasses
        classCount = program.classCount
        self.program = program
    }

    func matches(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { run($0) } ?? Array(text.utf8).withUnsafeBufferPointer { run($0) }
    }

    private func run(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let codeClass: Int
            if byte < 0x80 {
                codeClass = Int(asciiClasses[Int(byte)])
                index += 1
            } else {
                // The text is a String: its UTF-8 is whole.
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                var scalar = UInt32(byte) & (0xFF >> UInt32(length + 1))
                for offset in 1..<length where index + offset < bytes.count {
                    scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F)
                }
                codeClass = program.classOf(scalar)
                index += length
            }
            let next = transitions[state * classCount + codeClass]
            if next < 0 { return true }
            state = Int(next)
        }
        return matchesAtEnd[state]
    }
}
