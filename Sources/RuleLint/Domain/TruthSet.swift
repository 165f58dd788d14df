/// Which truths an expression can have; neither where it can only be unknown or fail.
struct TruthSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let yes = TruthSet(rawValue: 1)
    static let no = TruthSet(rawValue: 2)
    static let both: TruthSet = [.yes, .no]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ truth: Bool) { self = truth ? .yes : .no }

    var negated: TruthSet {
        var result: TruthSet = []
        if contains(.yes) { result.insert(.no) }
        if contains(.no) { result.insert(.yes) }
        return result
    }
}
