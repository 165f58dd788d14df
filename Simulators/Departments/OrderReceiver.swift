import Crypto
import Foundation
import Telemetry

/// The receiver to which a department's orders are posted: takes what is signed, and is out of order for a while from the
/// first order on.
package struct OrderReceiver: Sendable {
    package enum Verdict: Int, Sendable {
        case taken = 200
        /// The signature is missing or wrong, or the post is too old.
        case refused = 401
        case outOfOrder = 503
    }

    /// Posts older than this are refused, as the documentation of the channel asks.
    package static let oldestSeconds: Int64 = 300

    private let secret: SymmetricKey
    private let outage: Interval?
    private var outOfOrderUntil: Timestamp?

    /// - Parameters:
    ///   - secret: what the server signs with.
    ///   - outage: exercise time; nil where it never fails.
    package init(secret: String, outage: Interval?) {
        self.secret = SymmetricKey(data: Data(secret.utf8))
        self.outage = outage
    }

    /// - Parameters:
    ///   - signature: `Tocsin-Signature`.
    ///   - stamp: `Tocsin-Timestamp`, seconds since 1970.
    ///   - wallSeconds: the same by this machine's clock.
    ///   - now: exercise time.
    package mutating func verdict(
        on body: [UInt8], signature: String?, stamp: String?, wallSeconds: Int64, now: Timestamp
    ) -> Verdict {
        guard let signature, let stamp, let sent = Int64(stamp), abs(wallSeconds - sent) <= OrderReceiver.oldestSeconds,
            signature == "v1=" + code(of: Array("\(sent).".utf8) + body)
        else { return .refused }
        if let outage {
            let end = outOfOrderUntil ?? now + outage
            outOfOrderUntil = end
            if now < end { return .outOfOrder }
        }
        return .taken
    }

    private func code(of bytes: [UInt8]) -> String {
        HexadecimalText.text(Array(HMAC<SHA256>.authenticationCode(for: Data(bytes), using: secret)))
    }
}
