import Telemetry

/// A log entry as one plain line for people: when, 演练 if it is one, which incident, what.
package enum LogLine {
    /// `11-21 18:03:12  演练 EXERCISE  I-2026-000001  …`, without a line feed. A line that can't be read shows as it is.
    package static func render(_ entry: LogEntryView, names: NameBook, language: Language) -> String {
        guard let record = LogRecord(line: entry.line) else {
            return DisplayText.safe(bytes: entry.line)
        }
        var parts = [TimeText.short(record.at, names)]
        if record.exercise || names.exercise { parts.append(Vocabulary.exerciseMark) }
        if let incident = record.incident { parts.append(incident) }
        parts.append(phrase(record, names: names, language: language))
        return DisplayText.safe(parts.joined(separator: "  "))
    }

    /// What happened, without time and incident; not yet through the gate as a whole.
    package static func phrase(_ record: LogRecord, names: NameBook, language: Language) -> String {
        guard let code = LogCode(rawValue: record.code) else { return unknown(record) }
        let phrase = LogPhrase(record: record, names: names, language: language)
        return phrase.text(code)
    }

    /// Nothing is hidden because nobody wrote a sentence for it: its code and its fields are told.
    private static func unknown(_ record: LogRecord) -> String {
        let rest = record.remaining
        return rest.isEmpty ? record.code : "\(record.code): \(rest)"
    }
}
