/// Rows of comma-separated values (RFC 4180): fields in quotes may hold commas, doubled quotes and line ends.
package struct CSVRows {
    private var lines: LineSource
    private let separator: UInt8

    /// - Throws: `RecordingFailure` where the file can't be opened.
    package init(path: String, separator: UInt8 = UInt8(ascii: ",")) throws(RecordingFailure) {
        lines = try LineSource(path: path)
        self.separator = separator
    }

    /// Path and line of the row handed out last.
    package var place: String { lines.place }

    /// The next row's fields; nil at the end.
    ///
    /// - Throws: `RecordingFailure` where quotes do not close.
    package mutating func next() throws -> [String]? {
        guard var line = try lines.next() else { return nil }
        // A byte order mark that spreadsheets write.
        if lines.number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        while line.reduce(0, { $0 + ($1 == UInt8(ascii: "\"") ? 1 : 0) }) % 2 == 1 {
            guard let further = try lines.next() else {
                throw RecordingFailure(.format, place: lines.place, "A quoted field is not closed before the end.")
            }
            line.append(0x0A)
            line += further
        }
        return fields(line)
    }

    private func fields(_ line: [UInt8]) -> [String] {
        var result: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var position = 0
        while position < line.count {
            let byte = line[position]
            position += 1
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    field.append(byte)
                    continue
                }
                if position < line.count, line[position] == UInt8(ascii: "\"") {
                    field.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == separator {
                result.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
        }
        result.append(String(decoding: field, as: UTF8.self))
        return result
    }
}
