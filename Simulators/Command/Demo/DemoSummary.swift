import Foundation

/// The figures of the end: what the gateways sent and the broker confirmed beside what Tocsin says it has.
struct DemoSummary {
    /// The last line of `tocsin-simulator city`.
    struct Sent: Decodable {
        var readings_sent: Int
        var readings_confirmed: Int
        var messages_sent: Int
        var messages_confirmed: Int
    }

    /// `tocsin status --json`.
    struct Status: Decodable {
        var readings_committed: Int
        var duplicates: Int
        var quarantined: Int
        var log_entries: Int
        var log_head: String
    }

    /// `tocsin log verify --json`.
    struct Verification: Decodable {
        var verified: Bool
        var entries: Int
        var head: String
    }

    var sent: Sent
    var status: Status
    var verification: Verification?
    var incidents: Int
    var incidentsOpen: Int

    /// Readings that the broker confirmed and Tocsin does not have.
    var lost: Int { max(0, sent.readings_confirmed - status.readings_committed) }

    var isGood: Bool {
        lost == 0 && sent.messages_confirmed == sent.messages_sent && verification?.verified == true
            && verification?.head == status.log_head
    }

    func lines(_ text: DemoText) -> [String] {
        let check = verification?.verified == true && verification?.head == status.log_head
        let state = check ? text.verified : text.notVerified
        let entries = verification?.entries ?? status.log_entries
        return [
            row(text.sent, String(sent.readings_sent)),
            row(text.confirmed, String(sent.readings_confirmed)),
            row(text.stored, "\(status.readings_committed)   \(text.lost) \(lost)"),
            row(text.repeats, String(status.duplicates)),
            row(text.unreadable, String(status.quarantined)),
            row(text.incidents, text.incidentCounts(all: incidents, open: incidentsOpen)),
            row(text.log, "\(state): \(text.entries(entries, head: status.log_head))"),
        ]
    }

    private func row(_ name: String, _ value: String) -> String {
        // A Chinese character is two columns wide.
        let width = name.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
        return "  \(name)\(String(repeating: " ", count: max(1, 32 - width)))\(value)"
    }
}
