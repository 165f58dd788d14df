/// A pattern in RE2's syntax, matched anywhere in a text in time linear in the text.
struct RegularExpression: Sendable {
    private let program: RegexProgram
    private let automaton: RegexAutomaton?

    /// Compiles a pattern.
    /// - Parameter automaton: whether it is worth making the table of states: for patterns that are used often.
    static func compiled(_ pattern: String, automaton: Bool) throws(EvaluationError) -> RegularExpression {
        let program = try RegexProgram(try RegexParser.parse(pattern))
        return RegularExpression(program: program, automaton: automaton ? RegexAutomaton(program) : nil)
    }

    /// What matching the text costs, in steps of a macro.
    func workUnits(_ text: String) -> Int {
        let bytes = text.utf8.count
        return automaton != nil ? bytes >> 6 : (bytes + 1) * program.instructions.count >> 6
    }

    /// Whether the pattern matches somewhere in the text.
    func matches(_ text: String) -> Bool {
        if let automaton { return automaton.matches(text) }
        var simulation = RegexSimulation(program)
        return simulation.matches(text)
    }
}
