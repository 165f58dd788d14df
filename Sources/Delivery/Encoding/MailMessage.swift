import Crypto
import Foundation
import Telemetry

/// A mail of plain text as RFC 5322 and MIME want it. No value can add a header: what is not plain ASCII is an encoded word,
/// and control characters never get this far.
package struct MailMessage: Hashable, Sendable {
    package let messageIdentifier: String
    /// With CRLF line ends.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - to: addresses that `MailAddress.isAddress` takes.
    ///   - identity: what makes the message this message, the same for every attempt: it becomes the Message-ID, by which
    ///     mail programs fold repeats.
    ///   - date: the wall clock.
    package init(_ settings: MailSettings, to: [String], values: MessageValues, identity: [UInt8], date: Timestamp) {
        let digest = Array(SHA256.hash(data: Data(identity)).prefix(16))
        let host = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
        messageIdentifier = "<\(OrderSecret.hex(digest))@\(host)>"
        let subject = DisplayText.safe(values.mark + settings.subject.render(values), limit: MailMessage.subjectLimit)
        var headers = ["From: \(settings.from)"]
        headers.append("To: " + to.joined(separator: ",\r\n "))
        headers.append("Subject: " + MailMessage.encoded(subject))
        headers += [
            "Date: " + MailMessage.date(date), "Message-ID: " + messageIdentifier, "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            // Mail servers do not answer what says so, and no absence note comes back (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
        let text = (values.mark.isEmpty ? "" : values.mark + "\n") + settings.text.render(values) + "\n"
        let body = Data(text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        bytes = Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }

    /// Longest subject in Unicode scalars.
    package static let subjectLimit = 200

    /// Encoded words of RFC 2047, each within 75 bytes and of whole characters.
    static func encoded(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.utf8.count <= 60, !text.contains("=?") {
            return text
        }
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 36 bytes are 48 of base64: with the header's name a line stays within 76.
            if !word.isEmpty, word.count + bytes.count > 36 {
                words.append("=?UTF-8?B?\(Data(word).base64EncodedString())?=")
                word = []
            }
            word += bytes
        }
        if !word.isEmpty { words.append("=?UTF-8?B?\(Data(word).base64EncodedString())?=") }
        return words.joined(separator: "\r\n ")
    }

    /// `Fri, 21 Nov 2026 08:15:30 +0000`
    static func date(_ time: Timestamp) -> String {
        let civil = time.civil
        let days = Timestamp.daysFromCivil(year: civil.year, month: civil.month, day: civil.day)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        // The epoch was a Thursday.
        let weekday = weekdays[Int((days % 7 + 11) % 7)]
        return "\(weekday), \(two(civil.day)) \(MonthName.english[civil.month - 1]) \(civil.year) "
            + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) +0000"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
}

/// Months as mail and HTTP write them.
enum MonthName {
    static let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
