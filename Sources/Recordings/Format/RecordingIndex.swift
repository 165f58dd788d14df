import Foundation
import Telemetry

/// Where in a compressed recording which time stands, so that nobody reads a day to get at its evening.
///
/// A compressed recording is a row of zstd frames of some megabytes of text, each beginning with a line. After the last one
/// follows a skippable frame (RFC 8878, 3.1.2), which every zstd program passes over: this index as JSON, the JSON's length in
/// four bytes, little-endian, and the mark `tocsinix`. A recording without one, because its recorder was killed, is read
/// from its beginning.
package struct RecordingIndex: Hashable, Sendable, Codable {
    package struct Frame: Hashable, Sendable, Codable {
        /// Bytes of the file before it.
        package var compressed: Int
        /// Bytes of the text before it.
        package var text: Int
        /// Lines before it, the header not counted.
        package var lines: Int
        /// Time of its first line; the start for the first frame.
        package var at: Timestamp
        /// Holds lines that what comes later can't be understood without: a configuration, a start, a channel that fails.
        package var essential: Bool
    }

    /// In the file's order.
    package internal(set) var frames: [Frame] = []

    /// Text in a frame, about.
    static let frameTextBytes = 4 << 20
    private static let mark = Array("tocsinix".utf8)
    /// Bytes after the JSON.
    private static let tailBytes = 12
    private static let skippableMark: [UInt8] = [0x50, 0x2A, 0x4D, 0x18]
    /// An index larger than this is none: it would stand for petabytes.
    private static let limitBytes = 256 << 20

    /// The index as a skippable frame.
    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Whole numbers, flags and finite times, for which encoding can't fail.
        guard let json = try? encoder.encode(self) else { return [] }
        let size = json.count + RecordingIndex.tailBytes
        return RecordingIndex.skippableMark + RecordingIndex.bytes(size) + json + RecordingIndex.bytes(json.count)
            + RecordingIndex.mark
    }

    /// Reads the index at a file's end.
    ///
    /// - Returns: nil where there is none, or it is of no use.
    package static func load(path: String) -> RecordingIndex? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let size = (try? handle.seekToEnd()).map({ Int($0) }), size > tailBytes,
            let tail = bytes(handle, from: size - tailBytes, count: tailBytes), Array(tail.suffix(8)) == mark
        else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(tail[tail.startIndex + $1]) << (8 * $1) }
        guard length > 0, length <= min(limitBytes, size - tailBytes),
            let json = bytes(handle, from: size - tailBytes - length, count: length),
            let index = try? JSONDecoder().decode(RecordingIndex.self, from: json), index.isSound(fileBytes: size)
        else { return nil }
        return index
    }

    private func isSound(fileBytes: Int) -> Bool {
        guard let first = frames.first, first.compressed == 0, first.text == 0 else { return false }
        return zip(frames, frames.dropFirst()).allSatisfy { before, after in
            before.compressed < after.compressed && before.text < after.text && before.lines <= after.lines
                && before.at <= after.at && after.compressed < fileBytes
        }
    }

    /// Frames that have to be read to have everything from a time on, and what earlier lines it needs.
    func needed(from moment: Timestamp) -> [Bool] {
        // A frame may end with lines of the time at which the next one begins.
        let target = frames.lastIndex { $0.at < moment } ?? 0
        return frames.indices.map { $0 == 0 || $0 >= target || frames[$0].essential }
    }

    private static func bytes(_ handle: FileHandle, from offset: Int, count: Int) -> Data? {
        guard (try? handle.seek(toOffset: UInt64(offset))) != nil, let data = try? handle.read(upToCount: count),
            data.count == count
        else { return nil }
        return data
    }

    private static func bytes(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(value >> (8 * $0) & 255) }
    }
}

extension RecordedLine {
    /// What comes later can't be understood without it.
    package var isEssential: Bool {
        switch self {
        case .bundle, .channelFailure, .input(.configuration, _), .input(.started, _): true
        case .message, .input, .expectation, .end: false
        }
    }
}
