import CEL

/// Where the interpreter learns what names and calls stand for.
protocol TermSource {
    /// What a name can be before anything is assumed; nil where nothing is known of it.
    func outcome(ofName name: String) -> Outcome?

    /// What a call of a function can give; nil where nothing is known of it. The key is the same for calls that give the same
    /// value at the same moment, and nil where the value can't be narrowed as a whole.
    func outcome(ofCall name: String, arguments: [Expression]) -> (key: String?, outcome: Outcome)?

    /// Pairs of terms of which the first is never greater than the second, at one moment.
    var ordered: [(small: String, large: String)] { get }
}
