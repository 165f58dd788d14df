import CMosquitto
import Glibc

/// Why the broker or the library refused or ended something.
package struct MQTTReason: Sendable, Equatable, CustomStringConvertible {
    /// Stable, for logs and JSON.
    package enum Code: String, Sendable {
        case nameNotFound = "name_not_found"
        case unreachable
        case tls
        case notAuthorized = "not_authorized"
        case refusedByBroker = "refused_by_broker"
        /// Closed by the other side without a word.
        case connectionLost = "connection_lost"
        /// Broken off by the other side or the network.
        case reset
        case keepAlive = "keep_alive"
        case handshakeTimeout = "handshake_timeout"
        case brokerShutDown = "broker_shut_down"
        case disconnectedByBroker = "disconnected_by_broker"
        case protocolViolation = "protocol_violation"
        case tooLarge = "too_large"
        case abandoned
        case library
    }

    package let code: Code
    /// The reason code of MQTT 5 (0x80 and more), or the number of the library's error.
    package let number: Int32
    /// English, from the library or the operating system; may hold names from the broker.
    package let detail: String

    package var description: String { "\(code.rawValue): \(detail)" }

    init(_ code: Code, number: Int32 = 0, detail: String) {
        self.code = code
        self.number = number
        self.detail = detail
    }

    /// A reason code that the broker sent (MQTT 5, 2.4).
    static func broker(_ number: Int32) -> MQTTReason {
        let code: Code =
            switch number {
            case 0x86, 0x87, 0x8C: .notAuthorized
            case 0x8B: .brokerShutDown
            case 0x8D: .keepAlive
            case 0x81, 0x82: .protocolViolation
            case 0x95: .tooLarge
            default: .refusedByBroker
            }
        return MQTTReason(code, number: number, detail: String(cString: mosquitto_reason_string(number)))
    }

    /// An error of the library, with `errno` where that is what it means and the last line it logged, if any.
    static func library(_ result: Int32, errorNumber: Int32, logged: String?) -> MQTTReason {
        let code: Code =
            switch result {
            case MOSQ_ERR_EAI.rawValue, MOSQ_ERR_LOOKUP.rawValue: .nameNotFound
            case MOSQ_ERR_ERRNO.rawValue: errorNumber == ECONNRESET || errorNumber == EPIPE ? .reset : .unreachable
            case MOSQ_ERR_TLS.rawValue, MOSQ_ERR_TLS_HANDSHAKE.rawValue: .tls
            case MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_NO_CONN.rawValue: .connectionLost
            case MOSQ_ERR_KEEPALIVE.rawValue: .keepAlive
            case MOSQ_ERR_CONN_REFUSED.rawValue: .refusedByBroker
            case MOSQ_ERR_PROTOCOL.rawValue, MOSQ_ERR_MALFORMED_PACKET.rawValue, MOSQ_ERR_MALFORMED_UTF8.rawValue:
                .protocolViolation
            case MOSQ_ERR_OVERSIZE_PACKET.rawValue, MOSQ_ERR_PAYLOAD_SIZE.rawValue: .tooLarge
            default: .library
            }
        let cause =
            result == MOSQ_ERR_ERRNO.rawValue
            ? String(cString: strerror(errorNumber)) : String(cString: mosquitto_strerror(result))
        return MQTTReason(code, number: result, detail: logged.map { "\(cause) (\($0))" } ?? cause)
    }
}
