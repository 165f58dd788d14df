import Telemetry

/// Turns a table into messages, row by row, at the times that the rows have.
package struct CSVImport {
    private var rows: CSVRows
    private let mapping: CSVMapping
    private let header: [String]
    private let timeIndex: Int
    /// Columns of a series: where the value and its flag stand.
    private let series: [(index: Int, flag: Int?, column: CSVMapping.Column)]
    private let fields: [(index: Int, member: String, isNumber: Bool)]
    private var waiting: [RecordedItem] = []
    private var nextWaiting = 0

    /// - Throws: `RecordingFailure` where a column that the mapping names is not in the table.
    package init(path: String, mapping: CSVMapping) throws {
        var rows = try CSVRows(path: path)
        guard let header = try rows.next() else {
            throw RecordingFailure(.format, place: path, "The table is empty.")
        }
        func index(_ name: String) throws(RecordingFailure) -> Int {
            guard let index = header.firstIndex(of: name) else {
                throw RecordingFailure(
                    .mapping, place: path,
                    "The table has no column \(name); it has \(header.joined(separator: ", ")).")
            }
            return index
        }
        timeIndex = try index(mapping.timeColumn)
        series = try (mapping.columns ?? [:]).sorted { $0.key < $1.key }.map { name, column in
            (try index(name), header.firstIndex(of: name + ".q"), column)
        }
        let numeric = Set(mapping.numeric ?? [])
        // In the table's order, whatever the mapping's.
        fields = try (mapping.fields ?? [:]).map { (try index($0.key), $0.value, numeric.contains($0.key)) }
            .sorted { $0.0 < $1.0 }
        self.rows = rows
        self.mapping = mapping
        self.header = header
    }

    package var place: String { rows.place }

    /// The next message; nil at the end.
    package mutating func next() throws -> RecordedItem? {
        while nextWaiting >= waiting.count {
            guard let row = try rows.next() else { return nil }
            waiting = try messages(row)
            nextWaiting = 0
        }
        nextWaiting += 1
        return waiting[nextWaiting - 1]
    }

    private func messages(_ row: [String]) throws -> [RecordedItem] {
        func cell(_ index: Int) -> String { index < row.count ? CSVImport.trimmed(row[index]) : "" }
        let written = cell(timeIndex)
        guard let at = Timestamp(iso8601: written) ?? Timestamp(iso8601: written + (mapping.offset ?? "")) else {
            throw RecordingFailure(
                .format, place: rows.place,
                "The time \(DisplayText.safe(bytes: Array(written.utf8), limit: 60)) is not ISO 8601 with an offset; "
                    + "give the offset of local times in the mapping.")
        }
        let time = at.iso8601
        switch mapping.kind {
        case .series:
            return series.compactMap { index, flag, column in
                reading(at: at, time: time, value: cell(index), flag: flag.map(cell) ?? "", column)
            }
        case .events:
            var topic = mapping.topic ?? ""
            for (index, name) in header.enumerated() where topic.contains("{\(name)}") {
                topic = topic.replacing("{\(name)}", with: CSVImport.slug(cell(index)))
            }
            var payload = Array("{\"t\":\"\(time)\"".utf8)
            for (index, member, isNumber) in fields where !cell(index).isEmpty {
                payload.append(UInt8(ascii: ","))
                JSONText.append(member.utf8, to: &payload)
                payload.append(UInt8(ascii: ":"))
                if isNumber, CSVImport.isNumber(cell(index)) {
                    payload += cell(index).utf8
                } else {
                    JSONText.append(cell(index).utf8, to: &payload)
                }
            }
            payload.append(UInt8(ascii: "}"))
            return [RecordedItem(at: at, line: .message(RecordedMessage(topic: Array(topic.utf8), payload: payload)))]
        }
    }

    private func reading(
        at: Timestamp, time: String, value: String, flag: String, _ column: CSVMapping.Column
    ) -> RecordedItem? {
        // A flag of M says that nothing was measured, and so does an empty cell without a flag.
        if value.isEmpty, flag.isEmpty || flag == "M" { return nil }
        var payload = Array("{\"t\":\"\(time)\",\"v\":".utf8)
        if CSVImport.isNumber(value) {
            payload += value.utf8
        } else if value.isEmpty {
            payload += "null".utf8
        } else {
            JSONText.append(value.utf8, to: &payload)
        }
        payload += ",\"u\":".utf8
        JSONText.append(column.unit.utf8, to: &payload)
        if !flag.isEmpty, !(column.good ?? ["G"]).contains(flag) {
            payload += ",\"q\":".utf8
            JSONText.append(flag.utf8, to: &payload)
        }
        payload.append(UInt8(ascii: "}"))
        return RecordedItem(
            at: at, line: .message(RecordedMessage(topic: Array(column.topic.utf8), payload: payload)))
    }

    private static func trimmed(_ text: String) -> String {
        var result = Substring(text)
        while let first = result.first, first.isWhitespace { result.removeFirst() }
        while let last = result.last, last.isWhitespace { result.removeLast() }
        return String(result)
    }

    /// A number as JSON writes it: other spellings go in as text, and intake says what is wrong with them.
    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }

    private static func slug(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            let isKept = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            if isKept { result.unicodeScalars.append(scalar) } else if result.last != "-" { result.append("-") }
        }
        while result.first == "-" { result.removeFirst() }
        while result.last == "-" { result.removeLast() }
        return result.isEmpty ? "x" : result
    }
}
