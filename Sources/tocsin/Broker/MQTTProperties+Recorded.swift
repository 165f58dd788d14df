import Foundation
import MQTT
import Recordings
import Telemetry

/// MQTT 5 properties as a recording holds them: the member names are those of `mosquitto_sub -F '%J'`, so that its
/// recordings are read too. What is not UTF-8 stands in `correlation-data_base64`.
extension MQTTProperties {
    /// The JSON object; nil where there are no properties.
    var recorded: [UInt8]? {
        if isEmpty { return nil }
        var members: [[UInt8]] = []
        func add(_ name: String, _ value: [UInt8]) { members.append(MQTTProperties.text(name) + [0x3A] + value) }
        if let payloadFormat { add("payload-format-indicator", Array("\(payloadFormat)".utf8)) }
        if let expirySeconds { add("message-expiry-interval", Array("\(expirySeconds)".utf8)) }
        if let contentType { add("content-type", MQTTProperties.text(contentType)) }
        if let responseTopic { add("response-topic", MQTTProperties.text(responseTopic)) }
        if let data = correlationData {
            if let text = String(validating: data, as: UTF8.self) {
                add("correlation-data", MQTTProperties.text(text))
            } else {
                add("correlation-data_base64", MQTTProperties.text(Data(data).base64EncodedString()))
            }
        }
        if !user.isEmpty {
            let pairs = user.map { MQTTProperties.text($0.name) + [0x3A] + MQTTProperties.text($0.value) }
            add("user-properties", [0x7B] + pairs.joined(separator: [0x2C]) + [0x7D])
        }
        return [0x7B] + members.joined(separator: [0x2C]) + [0x7D]
    }

    /// Reads `recorded` back, and what `mosquitto_sub` wrote. Members that are no properties of a message are passed over.
    init(recorded json: [UInt8]) {
        self.init()
        json.withUnsafeBytes { bytes in
            for member in JSONText.members(of: bytes) ?? [] {
                switch member.name {
                case "payload-format-indicator": payloadFormat = MQTTProperties.whole(member).flatMap(UInt8.init)
                case "message-expiry-interval": expirySeconds = MQTTProperties.whole(member).flatMap(UInt32.init)
                case "content-type": contentType = MQTTProperties.string(member)
                case "response-topic": responseTopic = MQTTProperties.string(member)
                case "correlation-data": correlationData = JSONText.string(member.value)
                case "correlation-data_base64":
                    correlationData = MQTTProperties.string(member).flatMap { Data(base64Encoded: $0) }.map(Array.init)
                case "user-properties":
                    let pairs = JSONText.members(of: UnsafeRawBufferPointer(rebasing: member.value)) ?? []
                    user = pairs.map { User(name: $0.name, value: MQTTProperties.string($0) ?? "") }
                default: continue
                }
            }
        }
    }

    private static func text(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        JSONText.append(text.utf8, to: &result)
        return result
    }

    private static func string(_ member: JSONText.Member) -> String? {
        JSONText.string(member.value).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func whole(_ member: JSONText.Member) -> String? {
        String(decoding: member.value, as: UTF8.self)
    }
}
