/// `GET /v1/log/verify`, `tocsin log verify`: whether the log is what it was.
package struct VerificationView: Hashable, Sendable, Codable {
    package var verified: Bool
    package var entries: Int64
    /// 64 hex digits: the hash of the last entry, computed anew.
    package var head: String
    /// The head outside that it was compared with; nil where none was given.
    @Nullable package var comparedWith: Head?
    /// Nil when verified.
    @Nullable package var fault: Fault?
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

    package struct Fault: Hashable, Sendable, Codable {
        /// `changed`, `removed`, `inserted`, `reordered`, `cut_off`, `differs_from_journal`.
        package var kind: String
        /// Number of the first entry concerned.
        package var entry: Int64
        /// A full sentence.
        package var message: String

        package init(kind: String, entry: Int64, message: String) {
            self.kind = kind
            self.entry = entry
            self.message = message
        }
    }

    package init(verified: Bool, entries: Int64, head: String, comparedWith: Head?, fault: Fault?, replayed: Bool) {
        self.verified = verified
        self.entries = entries
        self.head = head
        self.comparedWith = comparedWith
        self.fault = fault
        self.replayed = replayed
    }

    private enum CodingKeys: String, CodingKey {
        case verified, entries, head
        case comparedWith = "compared_with"
        case fault, replayed
    }
}
