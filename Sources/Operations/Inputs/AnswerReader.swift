import Delivery
import Foundation
import IncidentCommand
import Store
import Telemetry

/// Reads departments' answers from `tocsin/departments/<id>/answers`, and proves them by the order's secret.
package enum AnswerReader {
    private static let prefix = Array("tocsin/departments/".utf8)
    private static let suffix = Array("/answers".utf8)

    package static func isAnswer(topic: UnsafeRawBufferPointer) -> Bool {
        // Nearly every message is a reading, whose topic begins otherwise.
        topic.first == UInt8(ascii: "t") && topic.count > prefix.count + suffix.count && topic.starts(with: prefix)
            && topic.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Why an answer can't be read.
    package struct Fault: Error {
        /// Stable code beside those of `QuarantineReason`.
        package enum Reason: String, Sendable, CaseIterable {
            case retained = "answer_retained"
            case tooLong = "answer_too_long"
            case unreadable = "answer_unreadable"
        }

        package var reason: Reason
        package var detail: String

        func row(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, at: Timestamp) -> QuarantineRow {
            QuarantineRow(
                id: 0, at: at, topic: Array(topic.prefix(1_024)), payload: Array(payload.prefix(4_096)),
                payloadBytes: payload.count, reason: reason.rawValue, text: detail, station: nil, lifeSafety: false)
        }
    }

    /// The answer's members as a department sends them.
    private struct Wire: Decodable {
        var order: String
        var version: Int
        var state: AnswerState
        var person: String
        var reason: String?
        var t: String?
        var proof: String?
    }

    package static func read(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, retained: Bool, orderKey: String,
        limitBytes: Int
    ) -> Result<DepartmentAnswer, Fault> {
        if retained {
            return .failure(
                Fault(reason: .retained, detail: "An answer was retained by the broker. Publish it without retain."))
        }
        guard payload.count <= limitBytes else {
            return .failure(
                Fault(
                    reason: .tooLong, detail: "The answer has \(payload.count) bytes; at most \(limitBytes) are read."))
        }
        let department = String(decoding: topic.dropFirst(prefix.count).dropLast(suffix.count), as: UTF8.self)
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(payload))
        } catch {
            return .failure(
                Fault(
                    reason: .unreadable,
                    detail: "The answer is not the JSON object {order, version, state, person, proof}. Mend the sender."
                ))
        }
        guard wire.order.utf8.count <= 64, wire.person.utf8.count <= 256, (wire.reason?.utf8.count ?? 0) <= 2_000 else {
            return .failure(Fault(reason: .unreadable, detail: "A text in the answer is too long. Shorten it."))
        }
        return .success(
            DepartmentAnswer(
                order: wire.order, version: wire.version, department: department, state: wire.state,
                person: wire.person,
                reason: wire.reason, claimedAt: wire.t.flatMap { Timestamp(iso8601: $0) },
                proof: proof(of: wire, department: department, orderKey: orderKey)))
    }

    private static func proof(of wire: Wire, department: String, orderKey: String) -> DepartmentAnswer.Proof {
        guard let claimed = wire.proof else { return .missing }
        let secret = OrderSecret.secret(orderKey: orderKey, order: wire.order, version: wire.version)
        let message = OrderSecret.message(
            order: wire.order, version: wire.version, department: department, state: wire.state.rawValue,
            person: wire.person)
        return OrderSecret.isProof(claimed, of: message, secret: secret) ? .verified : .failed
    }
}
