import Crypto
import Foundation
import Telemetry

/// What a group robot is posted, and what its answer means.
package struct RobotRequest: Hashable, Sendable {
    /// Query to append to the robot's URL, without `?` or `&`; empty for most.
    package var query: String
    /// JSON.
    package var body: [UInt8]

    /// - Parameters:
    ///   - values: what the template asks for, and the mark before it.
    ///   - secret: of the signature, where the group asks for one.
    ///   - milliseconds: the wall clock since 1970.
    package init(
        _ settings: RobotSettings, values: MessageValues, secret: String?, milliseconds: Int64
    ) {
        let text = values.mark + settings.text.render(values, escape: RobotRequest.escape)
        var body = Body()
        var query = ""
        switch settings.style {
        case .wecom:
            body.msgtype = "text"
            body.text = Body.Content(content: text)
        case .dingtalk:
            body.msgtype = "text"
            body.text = Body.Content(content: text)
            if let secret {
                let sign = RobotRequest.sign("\(milliseconds)\n\(secret)", key: secret)
                query = "timestamp=\(milliseconds)&sign=\(RobotRequest.encoded(sign))"
            }
        case .feishu:
            body.messageType = "text"
            body.content = Body.Content(text: text)
            if let secret {
                // Feishu takes the text as the key and signs nothing.
                let seconds = milliseconds / 1_000
                body.timestamp = String(seconds)
                body.sign = RobotRequest.sign("", key: "\(seconds)\n\(secret)")
            }
        }
        self.query = query
        self.body = body.json
    }

    /// Members as the three services name them.
    private struct Body: Encodable {
        struct Content: Encodable {
            var content: String?
            var text: String?
        }

        /// As 企业微信 and 钉钉 call it, and as 飞书 does.
        var msgtype: String?
        var messageType: String?
        var text: Content?
        var content: Content?
        var timestamp: String?
        var sign: String?

        private enum CodingKeys: String, CodingKey {
            case msgtype
            case messageType = "msg_type"
            case text, content, timestamp, sign
        }

        var json: [UInt8] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Texts only, for which encoding can't fail.
            return (try? encoder.encode(self)).map(Array.init) ?? []
        }
    }

    /// Values may not call people: robots read tags such as `<at user_id="all">` inside of a text.
    private static func escape(_ text: String) -> String {
        text.replacing("<", with: "＜").replacing(">", with: "＞").replacing("@", with: "＠")
    }

    private static func sign(_ text: String, key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return Data(code).base64EncodedString()
    }

    private static func encoded(_ base64: String) -> String {
        base64.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }

    // MARK: The answer

    private struct Answer: Decodable {
        var errcode: Int?
        var code: Int?
        var statusCode: Int?
        var errmsg: String?
        var msg: String?
        var statusMessage: String?

        private enum CodingKeys: String, CodingKey {
            case errcode, code
            case statusCode = "StatusCode"
            case errmsg, msg
            case statusMessage = "StatusMessage"
        }
    }

    /// Why a robot did not take a message though it answered 200; nil where it says that it did.
    package static func refusal(_ style: RobotSettings.Style, answer: [UInt8]) -> String? {
        guard let read = try? JSONDecoder().decode(Answer.self, from: Data(answer)) else {
            return "The robot's answer is not its JSON."
        }
        let number = style == .feishu ? read.code ?? read.statusCode : read.errcode
        guard let number else { return "The robot's answer has no result code." }
        if number == 0 { return nil }
        let words = read.errmsg ?? read.msg ?? read.statusMessage ?? ""
        return "The robot refused it: \(number) \(DisplayText.safe(words, limit: 200))"
    }
}
