/// The text of an expression with what is needed to tell places in it to people.
public struct Source: Sendable {
    /// The text as it was given.
    public let text: String
    let bytes: [UInt8]

    /// Takes the text of an expression.
    public init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Line (from 1) and column (from 1, in code points) of a UTF-8 offset.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let limit = min(max(offset, 0), bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<limit where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return (line, codePoints(lineStart, limit) + 1)
    }

    /// The line of the text that holds the offset, without its line end and at most 400 bytes of it around the offset.
    func line(at offset: Int) -> (text: String, start: Int) {
        let place = min(max(offset, 0), bytes.count)
        var start = place
        while start > 0, bytes[start - 1] != 0x0A, place - start < Self.shownBytes / 2 { start -= 1 }
        while start < place, bytes[start] & 0xC0 == 0x80 { start += 1 }
        var end = place
        while end < bytes.count, bytes[end] != 0x0A, end - place < Self.shownBytes / 2 { end += 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return (String(decoding: bytes[start..<max(start, end)], as: UTF8.self), start)
    }

    /// The text of a range.
    public func text(of range: SourceRange) -> String {
        let start = min(max(range.start, 0), bytes.count)
        let end = min(max(range.end, start), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    func codePoints(_ start: Int, _ end: Int) -> Int {
        var count = 0
        var index = start
        while index < end, index < bytes.count {
            if bytes[index] & 0xC0 != 0x80 { count += 1 }
            index += 1
        }
        return count
    }

    private static let shownBytes = 400
}
