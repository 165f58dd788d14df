/// A text in the two languages that everything people read exists in.
package struct Bilingual: Hashable, Sendable, Codable {
    package var chinese: String
    package var english: String

    package init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// The same words in both languages: an id, a number.
    package init(_ both: String) {
        self.chinese = both
        self.english = both
    }

    package subscript(_ language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private enum CodingKeys: String, CodingKey {
        case chinese = "zh"
        case english = "en"
    }
}

/// A language that people read. Raw values are BCP 47.
package enum Language: String, Sendable, CaseIterable, Codable {
    case chinese = "zh"
    case english = "en"
}
