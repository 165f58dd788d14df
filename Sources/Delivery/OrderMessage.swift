import IncidentCommand
import Telemetry

/// An outbox message as it goes to the broker. Pure: bytes in, bytes out.
package struct OrderMessage: Hashable, Sendable {
    package var topic: String
    package var payload: [UInt8]

    /// - Parameters:
    ///   - body: the message's JSON object as the outbox holds it.
    ///   - orderKey: the database's order key, from which the order's secret is derived.
    ///   - exercise: marks the message 演练 EXERCISE.
    ///   - unrecorded: says that it rings from memory, because the store can't be written.
    package init(report: HandOverReport, body: [UInt8], orderKey: OrderKey, exercise: Bool, unrecorded: Bool = false) {
        switch report.recipient {
        case .department(let id): topic = "tocsin/departments/\(id)/orders"
        case .officer(let id): topic = "tocsin/officers/\(id)/notices"
        }
        var bytes = body
        // The object is spliced, not written anew: what the log's hash covers is what is sent.
        if bytes.last == UInt8(ascii: "}") { bytes.removeLast() }
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: "\"exercise\":\(exercise)".utf8)
        if unrecorded { bytes.append(contentsOf: ",\"unrecorded\":true".utf8) }
        if let order = report.order, let version = report.orderVersion, case .department = report.recipient {
            let secret = orderKey.secret(order: order, version: version)
            bytes.append(contentsOf: ",\"secret\":\"\(OrderSecret.hex(secret))\"".utf8)
        }
        bytes.append(UInt8(ascii: "}"))
        payload = bytes
    }
}
