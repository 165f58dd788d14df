import Foundation
import IncidentCommand
import Telemetry

/// A channel that can't be reached for a while: what is handed over to it meanwhile fails. JSON of a line
/// `channel_failure`, from the line's time on:
///
///     {"at": 3600, "channel_failure": {"channel": "mqtt", "for": "10m", "reason": "fibre cut", "departments": ["water"]}}
///
/// Without `departments` it fails for all.
struct ChannelFailure: Hashable, Sendable {
    let from: Timestamp
    /// The first moment at which it can be reached again.
    let end: Timestamp
    let channel: String
    let reason: String
    let departments: Set<String>?

    private struct Wire: Decodable {
        var channel: String
        var `for`: String
        var reason: String?
        var departments: [String]?
    }

    /// - Throws: `DrillError` where the line can't be read.
    init(json: [UInt8], at: Timestamp) throws(DrillError) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(json)), let length = Interval(text: wire.for),
            length > .zero
        else {
            throw DrillError(
                message: "The channel_failure at \(at) can't be read: write {\"channel\": \"mqtt\", \"for\": \"10m\"}.")
        }
        from = at
        end = at + length
        channel = wire.channel
        reason = wire.reason ?? "channel_failure"
        departments = wire.departments.map { Set($0) }
    }

    func concerns(_ message: OutboundMessage, at moment: Timestamp) -> Bool {
        guard moment >= from, moment < end, message.channel == channel else { return false }
        return departments.map { $0.contains(message.recipient.id) } ?? true
    }
}
