import Foundation
import IncidentCommand
import Telemetry

/// What the JSON of an input of kind `started` holds.
package struct StartInput: Hashable, Sendable, Codable {
    /// Identity and epoch of the database.
    package var identity: String
    package var epoch: Int
    /// Everything is 演练 EXERCISE: the clock is not the wall's.
    package var exercise: Bool
    /// 64 hex digits, random, made with the database: every order's secret is derived from it.
    package var orderKey: String
    /// When the server last stood watch before this; nil at the very first start.
    package var watchedUntil: Timestamp?
    /// How the watch ended before: `stopped` in order, `killed` without a goodbye; nil at the first start.
    package var previousEnd: PreviousEnd?
    /// When a restored backup was taken; nil unless this start follows a restore.
    package var restoredFrom: Timestamp?
    package var version: String

    package enum PreviousEnd: String, Sendable, Codable {
        case stopped
        case killed
        /// The store failed and the watch began again from what was committed.
        case storeFailed = "store_failed"
    }

    package init(
        identity: String, epoch: Int, exercise: Bool, orderKey: String, watchedUntil: Timestamp?,
        previousEnd: PreviousEnd?, restoredFrom: Timestamp?, version: String
    ) {
        self.identity = identity
        self.epoch = epoch
        self.exercise = exercise
        self.orderKey = orderKey
        self.watchedUntil = watchedUntil
        self.previousEnd = previousEnd
        self.restoredFrom = restoredFrom
        self.version = version
    }
}

/// What the JSON of an input of kind `intakeGap` holds: readings may have been lost before they reached us.
package struct IntakeGapInput: Hashable, Sendable, Codable {
    package enum Cause: String, Sendable, Codable, CaseIterable {
        /// The broker no longer had our session.
        case sessionLost = "session_lost"
        /// The broker kept our session but was started anew without a goodbye: it may have forgotten what it confirmed
        /// since it saved last.
        case brokerRestarted = "broker_restarted"
        /// The broker's count of dropped messages rose.
        case brokerDropped = "broker_dropped"
        /// Another client connected with our client id.
        case takenOver = "taken_over"
        /// The connection is gone; what the broker queues meanwhile comes later.
        case brokerLost = "broker_lost"
        case brokerBack = "broker_back"
        case subscriptionRefused = "subscription_refused"
        /// The state sheet can't be written; nothing of the intake is concerned.
        case stateSheetFailed = "state_sheet_failed"
        case stateSheetBack = "state_sheet_back"
    }

    package var cause: Cause
    /// Bounds of the time for which something may be missing.
    package var from: Timestamp
    package var to: Timestamp
    /// Messages that the broker counted as dropped; nil where it does not say.
    package var dropped: UInt64?
    package var detail: String

    /// Detail of a take-over that the broker did not tell of.
    package static let suspected = "suspected"

    package init(cause: Cause, from: Timestamp, to: Timestamp, dropped: UInt64? = nil, detail: String = "") {
        self.cause = cause
        self.from = from
        self.to = to
        self.dropped = dropped
        self.detail = detail
    }
}

/// What the JSON of an input of kind `clockStep` holds.
package struct ClockStepInput: Hashable, Sendable, Codable {
    /// How far the wall clock was set, forward positive.
    package var by: Interval
    /// What the wall clock says after it; stamps go on by boot time.
    package var wallClock: Timestamp

    package init(by: Interval, wallClock: Timestamp) {
        self.by = by
        self.wallClock = wallClock
    }
}

/// JSON of inputs: sorted keys, so that the same input is the same bytes.
package enum InputJSON {
    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // These types hold only texts, numbers and finite times, for which encoding can't fail.
        guard let data = try? encoder.encode(value) else { return Array("{}".utf8) }
        return Array(data)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(CodingFault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw CodingFault(position: 0, what: "holds no readable \(type): \(error)")
        }
    }
}
