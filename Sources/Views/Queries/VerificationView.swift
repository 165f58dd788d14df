import Telemetry

/// `GET /v1/log/verify`, `tocsin log verify`: whether the log is what it was.
package struct VerificationView: Hashable, Sendable, Codable {
    package var verified: Bool
    package var entries: Int64
    /// 64 hex digits: the hash of the last entry, computed anew.
    package var head: String
    /// The head outside that it was compared with; nil where none was given.
    @Nullable package var comparedWith: Head?
    /// In the log's order; empty when verified.
    package var findings: [Finding]
    /// Whether the log was also derived again from the journal and compared.
    package var replayed: Bool

    package struct Head: Hashable, Sendable, Codable {
        package var entries: Int64
        package var hash: String

        package init(entries: Int64, hash: String) {
            self.entries = entries
            self.hash = hash
        }
    }

    package struct Finding: Hashable, Sendable, Codable {
        /// `changed`, `removed`, `inserted`, `reordered`, `cut_tail`, `rechained`, `more`, `differs_from_journal`.
        package var code: String
        /// Number of the first entry concerned; nil where there are too many.
        @Nullable package var entry: Int64?
        /// A full sentence.
        package var message: Bilingual

        package init(code: String, entry: Int64?, message: Bilingual) {
            self.code = code
            self.entry = entry
            self.message = message
        }
    }

    package init(verified: Bool, entries: Int64, head: String, comparedWith: Head?, findings: [Finding], replayed: Bool)
    {
        self.verified = verified
        self.entries = entries
        self.head = head
        self.comparedWith = comparedWith
        self.findings = findings
        self.replayed = replayed
    }

    private enum CodingKeys: String, CodingKey {
        case verified, entries, head
        case comparedWith = "compared_with"
        case findings, replayed
    }
}
