import Telemetry

/// A condition taken apart, in `why` and `why-not`.
package struct ConditionView: Hashable, Sendable, Codable {
    /// As it stands in the rule file.
    package var text: String
    /// `holds`, `fails`, `unknown` or `error`.
    package var truth: String
    /// Every sub-expression, outermost first.
    package var parts: [Part]
    /// What it reads.
    package var names: [Name]

    package init(text: String, truth: String, parts: [Part], names: [Name]) {
        self.text = text
        self.truth = truth
        self.parts = parts
        self.names = names
    }

    package struct Part: Hashable, Sendable, Codable {
        package var text: String
        /// From 0; what follows at a greater depth is part of it.
        package var depth: Int
        /// What it came to; nil where that is not known.
        @Nullable package var value: String?
        /// Why it is not known: `value_missing`, `short_history`, …
        package var unknown: [String]
        /// The rule's error; nil where there is none.
        @Nullable package var error: String?
        /// Of a comparison of numbers.
        @Nullable package var comparison: Comparison?
        /// It would have to come to something else.
        package var blocks: Bool
        /// Event time since which it has been so, of blocking parts.
        @Nullable package var since: Timestamp?
        /// Event time of the newest reading at which it was otherwise.
        @Nullable package var otherwiseAt: Timestamp?

        package init(
            text: String, depth: Int, value: String? = nil, unknown: [String] = [], error: String? = nil,
            comparison: Comparison? = nil, blocks: Bool = false, since: Timestamp? = nil, otherwiseAt: Timestamp? = nil
        ) {
            self.text = text
            self.depth = depth
            self.value = value
            self.unknown = unknown
            self.error = error
            self.comparison = comparison
            self.blocks = blocks
            self.since = since
            self.otherwiseAt = otherwiseAt
        }

        private enum CodingKeys: String, CodingKey {
            case text, depth, value, unknown, error, comparison, blocks, since
            case otherwiseAt = "otherwise_at"
        }
    }

    package struct Comparison: Hashable, Sendable, Codable {
        package var left: Double
        package var comparison: String
        package var right: Double
        /// Left less right: how far the left side is above the right one.
        package var difference: Double

        package init(left: Double, comparison: String, right: Double) {
            self.left = left
            self.comparison = comparison
            self.right = right
            difference = left - right
        }
    }

    package struct Name: Hashable, Sendable, Codable {
        package var name: String
        /// `reading`, `history`, `parameter` or `threshold`.
        package var kind: String
        @Nullable package var value: String?
        package var unknown: [String]
        /// Who set it.
        @Nullable package var source: String?
        /// When it was set.
        @Nullable package var date: String?

        package init(
            name: String, kind: String, value: String?, unknown: [String], source: String?, date: String?
        ) {
            self.name = name
            self.kind = kind
            self.value = value
            self.unknown = unknown
            self.source = source
            self.date = date
        }
    }
}
