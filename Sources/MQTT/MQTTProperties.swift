import CMosquitto
import Glibc

/// The MQTT 5 properties of a message that a broker hands on from publisher to subscriber (MQTT 5, 3.3.2.3). Those that
/// concern one connection only, topic alias and subscription identifier, are none of the message.
package struct MQTTProperties: Sendable, Hashable {
    package struct User: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 1 where the payload is UTF-8, as the publisher says.
    package var payloadFormat: UInt8?
    /// Seconds after which the message is worth nothing; a broker counts them down.
    package var expirySeconds: UInt32?
    package var contentType: String?
    package var responseTopic: String?
    package var correlationData: [UInt8]?
    /// In their order; a name may stand more than once.
    package var user: [User] = []

    package init() {}

    package var isEmpty: Bool { self == MQTTProperties() }
}

extension MQTTProperties {
    /// Copies the properties of a message that the library holds.
    init(_ list: OpaquePointer?) {
        self.init()
        guard let list else { return }
        var byte: UInt8 = 0
        if mosquitto_property_read_byte(list, Self.number(MQTT_PROP_PAYLOAD_FORMAT_INDICATOR), &byte, false) != nil {
            payloadFormat = byte
        }
        var seconds: UInt32 = 0
        if mosquitto_property_read_int32(list, Self.number(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL), &seconds, false) != nil {
            expirySeconds = seconds
        }
        contentType = Self.text(list, MQTT_PROP_CONTENT_TYPE)
        responseTopic = Self.text(list, MQTT_PROP_RESPONSE_TOPIC)
        correlationData = Self.bytes(list)
        user = Self.pairs(list)
    }

    /// The properties as the library takes them; to be freed by the caller. Nil where there are none.
    ///
    /// - Throws: `MQTTError.topic` where the library refuses one.
    func makeList(topic: String) throws(MQTTError) -> OpaquePointer? {
        var list: OpaquePointer?
        do throws(MQTTError) {
            try fill(&list, topic)
        } catch {
            mosquitto_property_free_all(&list)
            throw error
        }
        return list
    }

    private func fill(_ list: inout OpaquePointer?, _ topic: String) throws(MQTTError) {
        func check(_ result: Int32, _ name: String) throws(MQTTError) {
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw .topic(topic, problem: "the MQTT library does not take its property \(name)")
            }
        }
        if let payloadFormat {
            try check(
                mosquitto_property_add_byte(
                    &list, Self.number(MQTT_PROP_PAYLOAD_FORMAT_INDICATOR), payloadFormat), "payload format")
        }
        if let expirySeconds {
            try check(
                mosquitto_property_add_int32(
                    &list, Self.number(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL), expirySeconds), "expiry interval")
        }
        if let contentType {
            try check(
                mosquitto_property_add_string(&list, Self.number(MQTT_PROP_CONTENT_TYPE), contentType), "content type")
        }
        if let responseTopic {
            try check(
                mosquitto_property_add_string(&list, Self.number(MQTT_PROP_RESPONSE_TOPIC), responseTopic),
                "response topic")
        }
        if let correlationData {
            guard let count = UInt16(exactly: correlationData.count) else {
                throw .topic(topic, problem: "its correlation data is longer than 65,535 bytes")
            }
            try check(
                mosquitto_property_add_binary(
                    &list, Self.number(MQTT_PROP_CORRELATION_DATA), correlationData, count), "correlation data")
        }
        for pair in user {
            try check(
                mosquitto_property_add_string_pair(
                    &list, Self.number(MQTT_PROP_USER_PROPERTY), pair.name, pair.value), "user property")
        }
    }

    private static func number(_ property: mqtt5_property) -> Int32 { Int32(property.rawValue) }

    private static func text(_ list: OpaquePointer, _ property: mqtt5_property) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard mosquitto_property_read_string(list, number(property), &value, false) != nil, let value else {
            return nil
        }
        defer { free(value) }
        return String(cString: value)
    }

    private static func bytes(_ list: OpaquePointer) -> [UInt8]? {
        var value: UnsafeMutableRawPointer?
        var count: UInt16 = 0
        let identifier = number(MQTT_PROP_CORRELATION_DATA)
        guard mosquitto_property_read_binary(list, identifier, &value, &count, false) != nil else { return nil }
        defer { free(value) }
        return Array(UnsafeRawBufferPointer(start: value, count: Int(count)))
    }

    private static func pairs(_ list: OpaquePointer) -> [User] {
        var result: [User] = []
        var place: OpaquePointer = list
        var isFirst = true
        while true {
            var name: UnsafeMutablePointer<CChar>?
            var value: UnsafeMutablePointer<CChar>?
            guard
                let found = mosquitto_property_read_string_pair(
                    place, number(MQTT_PROP_USER_PROPERTY), &name, &value, !isFirst)
            else { return result }
            defer {
                free(name)
                free(value)
            }
            if let name, let value { result.append(User(name: String(cString: name), value: String(cString: value))) }
            place = found
            isFirst = false
        }
    }
}
