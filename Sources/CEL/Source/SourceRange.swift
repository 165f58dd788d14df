/// A stretch of the source text in UTF-8 offsets, half open.
public struct SourceRange: Sendable, Hashable {
    /// Offset of the first byte.
    public let start: Int
    /// Offset behind the last byte.
    public let end: Int

    /// Makes a range; `end` is at least `start`.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The smallest range that holds both.
    func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }
}
