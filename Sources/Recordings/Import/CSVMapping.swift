import Foundation

/// How the columns of a table become messages. JSON, one such object or several by the name of the file that each maps:
///
///     {"avon": {"kind": "series", "time": "t", "columns": {"warwick.stage": {"topic": "city/upper/flood/warwick/stage", "unit": "m"}}}}
///     {"calls": {"kind": "events", "topic": "city/{township}/safety/dispatch/call",
///                "fields": {"call": "id", "lat": "lat"}, "numeric": ["lat"]}}
///
/// A series' cell is a reading; an empty cell is none, unless the column `<name>.q` holds a quality flag there. An event is
/// a row: `{column}` in the topic is the cell, in lower case with everything but letters and digits as `-`.
package struct CSVMapping: Hashable, Sendable, Decodable {
    package enum Kind: String, Sendable, Decodable {
        case series
        case events
    }

    package struct Column: Hashable, Sendable, Decodable {
        package var topic: String
        package var unit: String
        /// Flags in `<name>.q` that mean a good reading; default `G`.
        package var good: [String]?
    }

    package var kind: Kind
    /// The column with the time, ISO 8601; default `t`.
    package var time: String?
    /// Offset of times that have none, `+08:00`; without it such times are refused.
    package var offset: String?
    package var columns: [String: Column]?
    package var topic: String?
    /// Member of the event by column.
    package var fields: [String: String]?
    /// Columns whose cells are numbers.
    package var numeric: [String]?

    package init(
        kind: Kind, time: String? = nil, offset: String? = nil, columns: [String: Column]? = nil, topic: String? = nil,
        fields: [String: String]? = nil, numeric: [String]? = nil
    ) {
        self.kind = kind
        self.time = time
        self.offset = offset
        self.columns = columns
        self.topic = topic
        self.fields = fields
        self.numeric = numeric
    }

    package var timeColumn: String { time ?? "t" }

    /// - Parameters:
    ///   - path: the mapping's file.
    ///   - name: which of several mappings; by default the table's file name without its extension.
    /// - Throws: `RecordingFailure`.
    package static func load(path: String, name: String) throws(RecordingFailure) -> CSVMapping {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RecordingFailure(.file, place: path, "The mapping can't be read. Check its name and rights.")
        }
        if let single = try? JSONDecoder().decode(CSVMapping.self, from: data) { return try single.checked(path) }
        let several: [String: CSVMapping]
        do {
            several = try JSONDecoder().decode([String: CSVMapping].self, from: data)
        } catch {
            throw RecordingFailure(
                .mapping, place: path,
                "The mapping is not JSON with kind (series or events) and columns or topic and fields: \(error)")
        }
        guard let mapping = several[name] else {
            throw RecordingFailure(
                .mapping, place: path,
                "There is no mapping named \(name); there are \(several.keys.sorted().joined(separator: ", ")). Choose with --name."
            )
        }
        return try mapping.checked(path)
    }

    private func checked(_ path: String) throws(RecordingFailure) -> CSVMapping {
        switch kind {
        case .series:
            guard let columns, !columns.isEmpty else {
                throw RecordingFailure(.mapping, place: path, "A mapping of kind series needs columns.")
            }
        case .events:
            guard topic != nil, let fields, !fields.isEmpty else {
                throw RecordingFailure(.mapping, place: path, "A mapping of kind events needs a topic and fields.")
            }
        }
        return self
    }
}
