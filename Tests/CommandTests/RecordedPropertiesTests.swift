import MQTT
import Testing

@testable import tocsin

/// MQTT 5 properties as recordings hold them.
@Suite struct RecordedPropertiesTests {
    @Test func theyComeBackAsTheyWere() {
        var properties = MQTTProperties()
        #expect(properties.recorded == nil)
        properties.payloadFormat = 1
        properties.expirySeconds = 4_294_967_295
        properties.contentType = "application/json; charset=\"utf-8\""
        properties.responseTopic = "city/答"
        properties.correlationData = [0xFF, 0x00, 0x22]
        properties.user = [.init(name: "k", value: "v"), .init(name: "k", value: ""), .init(name: "\\", value: "\n")]
        #expect(MQTTProperties(recorded: properties.recorded ?? []) == properties)
        properties.correlationData = Array("text".utf8)
        #expect(MQTTProperties(recorded: properties.recorded ?? []) == properties)
    }

    @Test func whatMosquittoWritesIsRead() {
        let text =
            #"{"content-type":"x","user-properties":{"k1":"v1","k2":"v2","k1":"v3"},"response-topic":"r/t","#
            + #""correlation-data":"abc","payload-format-indicator":1,"message-expiry-interval":100,"topic-alias":3}"#
        let properties = MQTTProperties(recorded: Array(text.utf8))
        #expect(properties.user.map(\.value) == ["v1", "v2", "v3"])
        #expect(properties.correlationData == Array("abc".utf8))
        #expect(properties.expirySeconds == 100 && properties.payloadFormat == 1)
        #expect(properties.contentType == "x" && properties.responseTopic == "r/t")
    }

    @Test(arguments: ["", "[]", "{\"message-expiry-interval\":-1}", "{\"user-properties\":3}", "{\"content-type\":7}"])
    func whatIsNoneIsPassedOver(text: String) {
        #expect(MQTTProperties(recorded: Array(text.utf8)).isEmpty)
    }
}
