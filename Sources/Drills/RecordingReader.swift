import Foundation

/// Reads a recording line by line in bounded memory.
package struct RecordingReader {
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private let path: String
    /// Lines handed out so far.
    package private(set) var number = 0

    private static let chunkBytes = 1 << 20
    /// A line longer than this is no recording: the largest payload, escaped, fits several times.
    package static let lineLimitBytes = 8 << 20

    /// - Throws: `DrillError` where the file can't be opened.
    package init(path: String) throws(DrillError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw DrillError(message: "The recording \(path) can't be opened. Check its name and rights.")
        }
        self.handle = handle
        self.path = path
    }

    /// The next line without its end; empty lines are passed over. Nil at the end.
    ///
    /// - Throws: `DrillError` where a line is too long or the file can't be read.
    package mutating func next() throws(DrillError) -> [UInt8]? {
        while true {
            if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = trimmed(position..<end)
                position = end + 1
                number += 1
                if !line.isEmpty { return line }
                continue
            }
            if isAtEnd {
                let line = trimmed(position..<buffer.count)
                position = buffer.count
                if line.isEmpty { return nil }
                number += 1
                return line
            }
            try fill()
        }
    }

    private func trimmed(_ range: Range<Int>) -> [UInt8] {
        var end = range.upperBound
        if end > range.lowerBound, buffer[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return Array(buffer[range.lowerBound..<end])
    }

    private mutating func fill() throws(DrillError) {
        buffer.removeSubrange(..<position)
        position = 0
        guard buffer.count <= RecordingReader.lineLimitBytes else {
            throw DrillError(
                message:
                    "\(path):\(number + 1): the line is longer than \(RecordingReader.lineLimitBytes) bytes. Is this a recording?"
            )
        }
        do {
            guard let chunk = try handle.read(upToCount: RecordingReader.chunkBytes), !chunk.isEmpty else {
                isAtEnd = true
                return
            }
            buffer.append(contentsOf: chunk)
        } catch {
            throw DrillError(message: "\(path): reading stopped: \(error.localizedDescription)")
        }
    }
}
