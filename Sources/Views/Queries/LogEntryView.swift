/// One entry of the command log: `GET /v1/log`, `tocsin log show --json`, `tocsin log export`. Programs get `line` itself,
/// byte for byte as it was hashed.
package struct LogEntryView: Hashable, Sendable {
    /// From 1.
    package var number: Int64
    /// UTF-8 JSON without a line feed.
    package var line: [UInt8]

    package init(number: Int64, line: [UInt8]) {
        self.number = number
        self.line = line
    }

    package var text: String { String(decoding: line, as: UTF8.self) }
}
