/// A message as it came from the socket. Its bytes belong to the library and are valid only inside the handler.
package struct MQTTMessage {
    /// UTF-8, 1…65,535 bytes, checked by the library.
    package let topic: UnsafeBufferPointer<UInt8>
    /// As sent; empty if there is none. MQTT allows 256 MiB: the reader limits it.
    package let payload: UnsafeRawBufferPointer
    /// 0 or 1 as subscribed. 0 is not protected by an acknowledgement. (2 could only come from a session that another
    /// program subscribed with our client id; it was acknowledged before it was stored.)
    package let quality: UInt8
    /// Sent because the broker kept it when we subscribed, not because it is new.
    package let isRetained: Bool
    /// MQTT packet identifier, 0 for QoS 0. The library does not tell whether the broker set the duplicate flag; a message
    /// that is sent again has the identifier that it had.
    package let packetIdentifier: UInt16
    /// As the library holds them; nil where there are none.
    let propertyList: OpaquePointer?

    /// MQTT 5 properties, copied when asked for.
    package var properties: MQTTProperties { MQTTProperties(propertyList) }
}

/// What one `receive` did.
package struct MQTTReceipt: Sendable, Equatable {
    /// Messages handed to the handler.
    package var count: Int
    /// False if the bound was reached: call again without waiting for `poll`, which does not see decrypted bytes.
    package var isDrained: Bool
}
