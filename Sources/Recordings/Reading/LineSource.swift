import Foundation
import Telemetry

/// The lines of a file, one at a time in bounded memory, decompressed where need be.
package struct LineSource {
    private let source: ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// Lines handed out so far, empty ones counted.
    package private(set) var number = 0
    /// Empty ones among them.
    package private(set) var emptyLines = 0
    /// Where the line handed out last begins, in bytes of the text, decompressed where need be.
    package private(set) var offset = 0
    /// Bytes of the text before the buffer.
    private var passed = 0

    /// Frames that are passed over: the text's byte at which the first of them begins, and where reading goes on. In order;
    /// the last may lead to no frame, where the file ends with what is passed over.
    private var jumps: [(from: Int, to: RecordingIndex.Frame)] = []

    /// Number of the first line after the last jump so far; 2 before one: the header is read always.
    private(set) var firstAfterJumps = 2

    /// A line longer than this is no recording: the largest payload, escaped, fits several times. A line with a
    /// configuration may be longer.
    package static let lineLimitBytes = 64 << 20

    /// - Parameter path: `-` is standard input.
    /// - Throws: `RecordingFailure` where the file can't be opened.
    package init(path: String) throws(RecordingFailure) {
        source = try ByteSource(path: path)
    }

    /// Passes over frames that are not needed for what comes from `moment` on; to be called before the second line.
    mutating func skip(to moment: Timestamp, by index: RecordingIndex) {
        let needed = index.needed(from: moment)
        for (number, frame) in index.frames.enumerated() where needed[number] && number > 0 && !needed[number - 1] {
            let first = (needed[..<(number - 1)].lastIndex(of: true) ?? 0) + 1
            jumps.append((index.frames[first].text, frame))
        }
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
        let range = try scan()
        if let range { offset = passed + range.lowerBound }
        return range
    }

    private mutating func scan() throws -> Range<Int>? {
        if let jump = jumps.first, passed + position == jump.from {
            jumps.removeFirst()
            try source.jump(to: jump.to.compressed)
            buffer.removeAll(keepingCapacity: true)
            position = 0
            passed = jump.to.text
            // The header is line 1.
            number = jump.to.lines + 1
            firstAfterJumps = number + 1
            isAtEnd = false
        }
        var searched = position
        while true {
            if let end = newline(from: searched) {
                let range = trimmed(position..<end)
                position = end + 1
                searched = position
                number += 1
                if !range.isEmpty { return range }
                emptyLines += 1
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
        passed += position
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
