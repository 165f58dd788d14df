import Foundation

/// The figures of the end: what the gateways sent and the broker confirmed beside what Tocsin says it has.
struct DemoSummary {
    /// The last line of `tocsin-simulator city`.
    struct Sent: Decodable {
        var readingsSent: Int
        var readingsConfirmed: Int
        var messagesSent: Int
        var messagesConfirmed: Int
    }

    /// `tocsin status --json`.
    struct Status: Decodable {
        var readingsCommitted: Int
        var duplicates: Int
        var quarantined: Int
        var logEntries: Int
        var logHead: String
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
    var lost: Int { max(0, sent.readingsConfirmed - status.readingsCommitted) }

    var isGood: Bool {
        lost == 0 && sent.messagesConfirmed == sent.messagesSent && verification?.verified == true
            && verification?.head == status.logHead
    }

    func lines(_ text: DemoText) -> [String] {
        let check = verification?.verified == true && verification?.head == status.logHead
        let state = check ? text.verified : text.notVerified
        let entries = verification?.entries ?? status.logEntries
        return [
            row(text.sent, String(sent.readingsSent)),
            row(text.confirmed, String(sent.readingsConfirmed)),
            row(text.stored, "\(status.readingsCommitted)   \(text.lost) \(lost)"),
            row(text.repeats, String(status.duplicates)),
            row(text.unreadable, String(status.quarantined)),
            row(text.incidents, text.incidentCounts(all: incidents, open: incidentsOpen)),
            row(text.log, "\(state): \(text.entries(entries, head: status.logHead))"),
        ]
    }

    private func row(_ name: String, _ value: String) -> String {
        // A Chinese character is two columns wide.
        let width = name.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
        return "  \(name)\(String(repeating: " ", count: max(1, 32 - width)))\(value)"
    }
}
