import Crypto
import Foundation

/// A database's order key, ready to derive the secrets of its orders: preparing it costs more than a secret.
package struct OrderKey: Sendable {
    /// 64 hex digits.
    package let text: String
    private let prepared: HMAC<SHA256>

    /// - Parameter text: 64 hex digits.
    package init(_ text: String) {
        self.text = text
        prepared = HMAC<SHA256>(key: SymmetricKey(data: Array(text.utf8)))
    }

    /// HMAC-SHA-256 of `order|version` under this key: nothing needs to be stored per order.
    package func secret(order: String, version: Int) -> [UInt8] {
        var code = prepared
        code.update(data: Array("\(order)|\(version)".utf8))
        return Array(code.finalize())
    }
}

/// Per-order secrets, by which a department's answer proves that it had the order.
package enum OrderSecret {
    /// HMAC-SHA-256 of `order|version` under the database's order key: nothing needs to be stored per order.
    ///
    /// - Parameter orderKey: 64 hex digits.
    package static func secret(orderKey: String, order: String, version: Int) -> [UInt8] {
        OrderKey(orderKey).secret(order: order, version: version)
    }

    /// What is proved: `order|version|department|state|person`.
    package static func message(order: String, version: Int, department: String, state: String, person: String)
        -> [UInt8]
    {
        Array("\(order)|\(version)|\(department)|\(state)|\(person)".utf8)
    }

    package static func proof(of message: [UInt8], secret: [UInt8]) -> String {
        hex(Array(HMAC<SHA256>.authenticationCode(for: Data(message), using: SymmetricKey(data: Data(secret)))))
    }

    /// Compares in constant time.
    package static func isProof(_ claimed: String, of message: [UInt8], secret: [UInt8]) -> Bool {
        guard let bytes = bytes(hex: claimed) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            Data(bytes), authenticating: Data(message), using: SymmetricKey(data: Data(secret)))
    }

    package static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
