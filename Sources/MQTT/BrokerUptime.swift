/// For how long the broker has been running, as it says itself.
///
/// mosquitto publishes it at QoS 0, retained, each `sys_interval` (10 s by default): `1234 seconds`.
enum BrokerUptime {
    static let topic = "$SYS/broker/uptime"

    /// - Returns: nil where it is not a number of seconds.
    static func seconds(payload: UnsafeRawBufferPointer) -> Int64? {
        let digits = payload.prefix(18).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return digits.isEmpty ? nil : Int64(String(decoding: digits, as: UTF8.self))
    }
}
