import Foundation

/// The lines of a file, one at a time in bounded memory, decompressed where need be.
package struct LineSource {
    private let source: ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// Lines handed out so far, empty ones counted.
    package private(set) var number = 0

    /// A line longer than this is no recording: the largest payload, escaped, fits several times. A line with a
    /// configuration may be longer.
    package static let lineLimitBytes = 64 << 20

    /// - Parameter path: `-` is standard input.
    /// - Throws: `RecordingFailure` where the file can't be opened.
    package init(path: String) throws(RecordingFailure) {
        source = try ByteSource(path: path)
    }

    package var path: String { source.path }
    /// Path and line of the line handed out last.
    package var place: String { "\(source.path):\(number)" }

    /// Whether a line can be had without waiting for the file.
    package var hasLineAtHand: Bool { isAtEnd || newline(from: position) != nil }

    /// Gives the next line that is not empty, without its end, to `body`.
    ///
    /// - Returns: what `body` returns; nil at the end.
    /// - Throws: `RecordingFailure` where a line is too long or the file can't be read; what `body` throws.
    package mutating func next<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        guard let range = try nextRange() else { return nil }
        return try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The next line that is not empty, without its end; nil at the end.
    package mutating func next() throws -> [UInt8]? {
        guard let range = try nextRange() else { return nil }
        return Array(buffer[range])
    }

    private mutating func nextRange() throws -> Range<Int>? {
        var searched = position
        while true {
            if let end = newline(from: searched) {
                let range = trimmed(position..<end)
                position = end + 1
                searched = position
                number += 1
                if !range.isEmpty { return range }
                continue
            }
            if isAtEnd {
                let range = trimmed(position..<buffer.count)
                position = buffer.count
                if range.isEmpty { return nil }
                number += 1
                return range
            }
            searched = try fill()
        }
    }

    private func newline(from start: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        let hasReturn = !range.isEmpty && buffer[range.upperBound - 1] == UInt8(ascii: "\r")
        return range.lowerBound..<(hasReturn ? range.upperBound - 1 : range.upperBound)
    }

    /// Reads on; returns from where to look for the line's end.
    private mutating func fill() throws(RecordingFailure) -> Int {
        buffer.removeSubrange(..<position)
        position = 0
        let searched = buffer.count
        guard searched <= LineSource.lineLimitBytes else {
            throw RecordingFailure(
                .limit, place: "\(source.path):\(number + 1)",
                "The line is longer than \(LineSource.lineLimitBytes) bytes. Is this a recording?")
        }
        if try !source.read(into: &buffer) { isAtEnd = true }
        return searched
    }
}
