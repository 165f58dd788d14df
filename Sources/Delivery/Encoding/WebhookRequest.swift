import Crypto
import Foundation

/// What a webhook is posted: the message's JSON, signed.
package enum WebhookRequest {
    package static let timestampHeader = "Tocsin-Timestamp"
    package static let signatureHeader = "Tocsin-Signature"
    package static let keyHeader = "Idempotency-Key"

    /// - Parameters:
    ///   - key: the message's idempotency key, the same for every attempt.
    ///   - secret: bytes of the channel's secret.
    ///   - seconds: the wall clock, seconds since 1970; a receiver refuses what is minutes old.
    /// - Returns: header fields in the order sent.
    package static func headers(
        key: String, body: [UInt8], secret: [UInt8], seconds: Int64
    ) -> [(name: String, value: String)] {
        [
            ("Content-Type", "application/json; charset=utf-8"),
            (keyHeader, headerValue(key)),
            (timestampHeader, String(seconds)),
            (signatureHeader, "v1=" + signature(body: body, secret: secret, seconds: seconds)),
        ]
    }

    /// HMAC-SHA-256 over `TIMESTAMP.BODY`, as hex digits.
    package static func signature(body: [UInt8], secret: [UInt8], seconds: Int64) -> String {
        var hash = HMAC<SHA256>(key: SymmetricKey(data: Data(secret)))
        hash.update(data: Data("\(seconds).".utf8))
        hash.update(data: Data(body))
        return OrderSecret.hex(Array(hash.finalize()))
    }

    /// A key holds ids of the city's files; what no header can hold is written as `%XX`.
    private static func headerValue(_ text: String) -> String {
        text.utf8.map { byte in
            (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%")
                ? String(UnicodeScalar(byte)) : "%" + OrderSecret.hex([byte]).uppercased()
        }.joined()
    }
}
