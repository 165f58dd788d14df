import Foundation

/// One thing that the recorder saw, in the order in which things happened.
struct TraceRecord {
    enum Kind {
        /// A file of the folder was seen for the first time under this name: created.
        case opened(name: String)
        case written(offset: Int, bytes: Range<Int>)
        case truncated(length: Int)
        /// fsync or fdatasync returned without error.
        case synced
        case renamed(from: String, to: String)
        case unlinked(name: String)
        case folderSynced
        case sent(bytes: Range<Int>)
    }

    var kind: Kind
    /// File or socket.
    var id: UInt32
}

/// A whole trace in memory; records name byte ranges of it.
struct Trace {
    let bytes: [UInt8]
    private(set) var records: [TraceRecord] = []

    /// - Throws: where the file cannot be read or is not a trace.
    init(path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var position = 0
        // A trace of a killed process may end within a record.
        while position + 17 <= bytes.count {
            let kind = bytes[position]
            let id = UInt32(truncatingIfNeeded: number(at: position + 1, bytes: 4))
            let offset = Int(number(at: position + 5, bytes: 8))
            let length = Int(number(at: position + 13, bytes: 4))
            let start = position + 17
            guard start + length <= bytes.count else { break }
            position = start + length
            records.append(TraceRecord(kind: try parse(kind, offset, start..<position), id: id))
        }
    }

    private func number(at position: Int, bytes count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
    }

    private func parse(_ kind: UInt8, _ offset: Int, _ range: Range<Int>) throws -> TraceRecord.Kind {
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        switch kind {
        case 1: return .opened(name: text(range))
        case 2: return .written(offset: offset, bytes: range)
        case 3: return .truncated(length: offset)
        case 4: return .synced
        case 5:
            let middle = bytes[range].firstIndex(of: 0) ?? range.upperBound
            return .renamed(
                from: text(range.lowerBound..<middle), to: text(min(middle + 1, range.upperBound)..<range.upperBound))
        case 6: return .unlinked(name: text(range))
        case 7: return .folderSynced
        case 8: return .sent(bytes: range)
        default: throw PowerCutError("The trace has a record of unknown kind \(kind).")
        }
    }
}

/// Why the test could not be made, as opposed to what it found.
struct PowerCutError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
