import Telemetry

/// An error as programs and people get it: a stable code, what is wrong and where, and what to do. Every failing answer of
/// the API, and what the command prints on stderr.
package struct ProblemView: Error, Hashable, Sendable {
    /// English snake_case: `unknown_incident`, `orders_unfinished`, `store_full`, …
    package var code: String
    /// A full sentence.
    package var message: Bilingual
    /// What to do instead; a full sentence.
    package var remedy: Bilingual

    package init(code: String, message: Bilingual, remedy: Bilingual) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// For faults that only technicians meet, told in English to everybody.
    package init(code: String, message: String, remedy: String) {
        self.init(code: code, message: Bilingual(message), remedy: Bilingual(remedy))
    }

    /// `message`, which may have several lines, and `→ remedy` on a line of its own.
    package func rendered(_ language: Language) -> String {
        let lines = message[language].split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { DisplayText.safe(String($0)) }.joined(separator: "\n") + "\n  → "
            + DisplayText.safe(remedy[language])
    }
}

/// JSON: `{"code":…,"message":…,"remedy":…}` in English, and `message_zh`, `remedy_zh` beside them.
extension ProblemView: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, message, remedy
        case chineseMessage = "message_zh"
        case chineseRemedy = "remedy_zh"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let message = try container.decode(String.self, forKey: .message)
        let remedy = try container.decode(String.self, forKey: .remedy)
        self.init(
            code: try container.decode(String.self, forKey: .code),
            message: Bilingual(
                chinese: try container.decodeIfPresent(String.self, forKey: .chineseMessage) ?? message,
                english: message),
            remedy: Bilingual(
                chinese: try container.decodeIfPresent(String.self, forKey: .chineseRemedy) ?? remedy, english: remedy))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message.english, forKey: .message)
        try container.encode(message.chinese, forKey: .chineseMessage)
        try container.encode(remedy.english, forKey: .remedy)
        try container.encode(remedy.chinese, forKey: .chineseRemedy)
    }
}

extension ProblemView {
    package static func unknownIncident(_ id: String) -> ProblemView {
        let shown = DisplayText.safe(id, limit: 100)
        return ProblemView(
            code: "unknown_incident",
            message: Bilingual(chinese: "没有事件“\(shown)”。", english: "There is no incident “\(shown)”."),
            remedy: Bilingual(
                chinese: "用“tocsin incidents”列出所有事件。", english: "List all incidents with “tocsin incidents”."))
    }
}
