import Foundation
import Telemetry

/// A log entry taken apart for reading. Programs get the line itself; this is for people's lines only.
package struct LogRecord: Hashable, Sendable {
    package var number: Int64
    package var at: Timestamp
    package var code: String
    /// The whole entry, `n`, `at`, `code` and `incident` included.
    package var fields: JSONValue

    package init(number: Int64, at: Timestamp, code: String, fields: JSONValue) {
        self.number = number
        self.at = at
        self.code = code
        self.fields = fields
    }

    /// - Returns: nil where the line is not an entry: no JSON object, no number, time or code.
    package init?(line: [UInt8]) {
        guard let fields = try? JSONDecoder().decode(JSONValue.self, from: Data(line)),
            let number = fields["n"]?.integer, let code = fields["code"]?.string,
            let at = fields["at"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        self.init(number: number, at: at, code: code, fields: fields)
    }

    package var incident: String? { fields["incident"]?.string }
    package var exercise: Bool { fields["exercise"]?.boolean ?? false }

    package func text(_ name: String) -> String? {
        guard let text = fields[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    package func time(_ name: String) -> Timestamp? {
        text(name).flatMap { Timestamp(iso8601: $0) }
    }

    package func integer(_ name: String) -> Int64? { fields[name]?.integer }
    package func double(_ name: String) -> Double? { fields[name]?.double }
    package func flag(_ name: String) -> Bool { fields[name]?.boolean ?? false }
    package func colour(_ name: String) -> WarningColour? { text(name).flatMap { WarningColour(code: $0) } }

    /// A length of time, written in the log as decimal seconds.
    package func interval(_ name: String) -> Interval? {
        double(name).map { Interval(nanoseconds: Int64(($0 * 1e9).rounded())) }
    }

    /// `{"zh":…,"en":…}` or one text for both.
    package func bilingual(_ name: String, _ language: Language) -> String? {
        if let text = text(name) { return text }
        return fields[name]?[language.rawValue]?.string
    }

    package func texts(_ name: String) -> [String] {
        fields[name]?.elements.compactMap(\.string) ?? []
    }

    /// Lists below an object, sorted by name.
    package func lists(_ name: String) -> [(name: String, values: [String])] {
        guard case .object(let members)? = fields[name] else { return [] }
        return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.elements.compactMap(\.string)) }
    }

    /// Names that every entry has, or that stand elsewhere on the line.
    static let envelope: Set<String> = [
        "n", "at", "v", "alg", "code", "incident", "incident_version", "exercise", "key_id", "signature",
    ]

    /// Everything but the envelope, sorted by name: for codes that this version does not know.
    var remaining: String {
        guard case .object(let members) = fields else { return "" }
        return members.filter { !LogRecord.envelope.contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value.plainText)" }.joined(separator: " ")
    }
}
