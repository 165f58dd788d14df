/// A parsed pattern.
indirect enum RegexNode {
    case empty
    case set(ScalarSet)
    case assertion(RegexAssertion)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    /// `maximum` nil: without bound.
    case repeated(RegexNode, minimum: Int, maximum: Int?)
}

/// Places that a pattern may ask for.
enum RegexAssertion: UInt8, Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}
