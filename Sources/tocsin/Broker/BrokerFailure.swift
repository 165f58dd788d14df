import MQTT
import Telemetry
import Views

extension CommandFailure {
    /// The broker of a tool can't be reached, or went away.
    static func broker(_ endpoint: MQTTEndpoint, _ detail: String) -> CommandFailure {
        CommandFailure(
            ProblemView(
                code: "broker",
                message: Bilingual(
                    chinese: "与消息代理的连接不成：\(detail)。", english: "The broker can't be used: \(detail)."),
                remedy: Bilingual(
                    chinese: "核对地址、用户和口令；“tocsin doctor”可查。",
                    english: "Check address, user and password; “tocsin doctor” looks into it.")),
            place: endpoint.description)
    }
}
