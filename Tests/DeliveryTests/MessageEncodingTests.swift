import Delivery
import Foundation
import Telemetry
import Testing

struct MessageEncodingTests {
    @Test func aSignatureIsWhatOthersCompute() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
        #expect(
            WebhookRequest.signature(body: Array("{\"a\":1}".utf8), secret: Array("key".utf8), seconds: 1_700_000_000)
                == "a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03")
        let headers = WebhookRequest.headers(key: "O-1/v1/a b\r\n", body: [], secret: [1], seconds: 0)
        #expect(headers.first { $0.name == "Idempotency-Key" }?.value == "O-1/v1/a%20b%0D%0A")
    }

    private func robot(_ style: RobotSettings.Style) throws -> RobotSettings {
        RobotSettings(
            style: style, url: .environment("URL"), target: PostTarget(), secret: nil,
            text: try MessageTemplate("{{ summary.zh }}\n{{ tasks.zh }}"))
    }

    private func object(_ body: [UInt8]) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary)
    }

    @Test func robotsGetTheirOwnJSON() throws {
        var values = MessageValues([.summaryChinese: "<at user_id=\"all\">\",\"x\":\"y", .tasksChinese: "巡堤"])
        values.mark = "【演练】"
        let text = "【演练】＜at user_id=\"all\"＞\",\"x\":\"y\n巡堤"
        for style in [RobotSettings.Style.wecom, .dingtalk] {
            let request = RobotRequest(try robot(style), values: values, secret: nil, milliseconds: 0)
            #expect(try object(request.body) == ["msgtype": "text", "text": ["content": text]])
            #expect(request.query.isEmpty)
        }
        let feishu = RobotRequest(try robot(.feishu), values: values, secret: nil, milliseconds: 0)
        #expect(try object(feishu.body) == ["msg_type": "text", "content": ["text": text]])
    }

    @Test func robotsThatAskForItGetASignature() throws {
        let dingtalk = RobotRequest(
            try robot(.dingtalk), values: MessageValues(), secret: "SEC", milliseconds: 1_700_000_000_123)
        #expect(dingtalk.query == "timestamp=1700000000123&sign=JAZy9Uq81Yr1Y%2Ba6f9W0sf2UPnxJG%2B1FSZ21g9nsxwo%3D")
        let feishu = RobotRequest(
            try robot(.feishu), values: MessageValues(), secret: "SEC", milliseconds: 1_700_000_000_123)
        #expect(try object(feishu.body)["timestamp"] as? String == "1700000000")
        #expect(try object(feishu.body)["sign"] as? String == "yKzlnG5gJbbUvULgjP0QN/V99n1fNH31XG8Rrvl9pfk=")
    }

    @Test func onlyARobotsOwnZeroCounts() {
        func refusal(_ style: RobotSettings.Style, _ text: String) -> String? {
            RobotRequest.refusal(style, answer: Array(text.utf8))
        }
        #expect(refusal(.wecom, "{\"errcode\":0,\"errmsg\":\"ok\"}") == nil)
        #expect(refusal(.feishu, "{\"code\":0,\"msg\":\"success\"}") == nil)
        #expect(refusal(.feishu, "{\"StatusCode\":0}") == nil)
        #expect(refusal(.dingtalk, "{\"errcode\":310000,\"errmsg\":\"sign\\nnot match\"}")?.contains("\n") == false)
        for text in ["", "ok", "[]", "{}", "{\"errcode\":\"0\"}", "<html>"] {
            #expect(refusal(.wecom, text) != nil)
        }
    }

    private func mail(_ subject: String, _ values: MessageValues, to: [String] = ["duty@example.org"]) throws -> String
    {
        let settings = MailSettings(
            program: "/usr/bin/msmtp", account: nil, from: "tocsin@city.example", to: [],
            subject: try MessageTemplate(subject), text: try MessageTemplate("第一行\n{{ summary.zh }}"),
            timeLimit: Interval(seconds: 1))
        let date = try #require(Timestamp(iso8601: "2026-11-20T08:05:09Z"))
        let message = MailMessage(settings, to: to, values: values, identity: Array("k".utf8), date: date)
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func aMailCanNotBeGivenAHeader() throws {
        var values = MessageValues([.summaryChinese: "a\r\nBcc: all@example.org\r\n\r\nbody", .placeEnglish: "P"])
        values.mark = "【演练】"
        let text = try mail("{{ place.en }} {{ summary.zh }}", values)
        let head = try #require(text.split(separator: "\r\n\r\n", maxSplits: 1).first)
        #expect(!head.contains("Bcc"))
        for line in head.split(separator: "\r\n") {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
        #expect(head.contains("Date: Fri, 20 Nov 2026 08:05:09 +0000"))
        let body = try #require(text.split(separator: "\r\n\r\n", maxSplits: 1).last)
        let decoded = try #require(Data(base64Encoded: String(body.replacing("\r\n", with: ""))))
        #expect(
            String(decoding: decoded, as: UTF8.self)
                == "【演练】\r\n第一行\r\na\\u{d}\\u{a}Bcc: all@example.org\\u{d}\\u{a}\\u{d}\\u{a}body\r\n")
    }

    @Test func aSubjectInChineseIsEncodedInWholeCharacters() throws {
        let words = String(repeating: "澄江超警戒", count: 12)
        let text = try mail("{{ summary.zh }}", MessageValues([.summaryChinese: words]))
        let subject = try #require(text.firstRange(of: "Subject: ").map { text[$0.upperBound...] })
        let value = try #require(subject.firstRange(of: "\r\nDate:").map { subject[..<$0.lowerBound] })
        let decoded = value.split(separator: "\r\n ").map { word -> String in
            let inner = word.dropFirst("=?UTF-8?B?".count).dropLast(2)
            return String(validating: Data(base64Encoded: String(inner)) ?? Data([0xFF]), as: UTF8.self) ?? "broken"
        }
        #expect(decoded.joined() == words)
    }

    @Test func addressesThatAProgramCouldMisread() {
        for text in ["duty@example.org", "a.b+c@x-y.example.cn", "_x@localhost"] {
            #expect(MailAddress.isAddress(text))
        }
        for text in [
            "", "a", "@b", "a@", "-t@example.org", "a b@example.org", "a@b@c", "a\r\n@b", "值班@example.org", "a@-b",
            "a@b..c", "<a@b>", "a,b@c", "a@b.c;d", "\"a\"@b", ".a@b", "a.@b",
        ] {
            #expect(!MailAddress.isAddress(text), "\(text)")
        }
    }
}
