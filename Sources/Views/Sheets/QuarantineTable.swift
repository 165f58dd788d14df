import Foundation
import Telemetry

/// `tocsin quarantine`: messages that could not be read, and why.
package enum QuarantineTable {
    package static func render(_ messages: [QuarantineView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if messages.isEmpty { return chinese ? "没有隔离的报文。\n" : "No quarantined messages.\n" }
        var table = TextTable(
            chinese
                ? [
                    .init("接收时间"), .init("原因"), .init("主题", maximumWidth: 50), .init("字节", .trailing),
                    .init("内容", maximumWidth: 60),
                ]
                : [
                    .init("RECEIVED"), .init("REASON"), .init("TOPIC", maximumWidth: 50), .init("BYTES", .trailing),
                    .init("PAYLOAD", maximumWidth: 60),
                ])
        for message in messages {
            let bytes = Data(base64Encoded: message.payloadBase64) ?? Data()
            table.append([
                TimeText.short(message.receivedAt, names),
                Vocabulary.unreadable(message.reason, language)
                    + (message.lifeSafety ? (chinese ? "（生命安全）" : " (life safety)") : ""),
                message.topic, String(message.payloadBytes), DisplayText.safe(bytes: bytes, limit: 200),
            ])
        }
        return table.render()
    }
}
