import CommandLog
import Foundation
import IncidentCommand
import Store
import Telemetry

/// An outbox message as its database row, both ways.
package enum OutboxCodec {
    /// Officers are told by the feed, which is the log itself.
    package static let feedChannel = "feed"

    package static func row(_ message: OutboundMessage, at: Timestamp) -> OutboxRow {
        OutboxRow(
            id: 0, key: message.key, kind: message.kind.rawValue, channel: message.channel,
            target: target(message.recipient), incident: message.incident, order: message.order ?? "",
            lifeSafety: message.lifeSafety, createdAt: at, nextAttemptAt: at, attempts: 0, body: body(message),
            lastError: "")
    }

    package static func body(_ message: OutboundMessage) -> [UInt8] {
        var bytes: [UInt8] = []
        LogJSON.append(.object(message.body), to: &bytes)
        return bytes
    }

    private static func target(_ recipient: OutboundMessage.Recipient) -> String {
        switch recipient {
        case .department(let id): "department/\(id)"
        case .officer(let id): "officer/\(id)"
        }
    }

    /// A row as delivery needs it.
    package struct Pending: Sendable {
        package var report: HandOverReport
        package var lifeSafety: Bool
        /// The JSON object to send, without secret and exercise mark.
        package var body: [UInt8]
    }

    /// Reads a row back; nil where it is damaged.
    package static func pending(_ row: OutboxRow) -> Pending? {
        let parts = row.target.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = OutboundMessage.Kind(rawValue: row.kind),
            let body = try? JSONDecoder().decode(Versioned.self, from: Data(row.body))
        else { return nil }
        return Pending(
            report: HandOverReport(
                key: row.key, kind: kind, incident: row.incident, order: row.order.isEmpty ? nil : row.order,
                orderVersion: body.version,
                recipient: parts[0] == "department" ? .department(parts[1]) : .officer(parts[1]), channel: row.channel,
                outcome: .failed(reason: "")),
            lifeSafety: row.lifeSafety, body: row.body)
    }

    private struct Versioned: Decodable {
        var version: Int?
    }
}
