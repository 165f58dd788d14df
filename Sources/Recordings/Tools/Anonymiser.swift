import Crypto
import Foundation

/// Takes people out of a recording: values of members that name a person, a number or an address become stable
/// pseudonyms, so that the same person stays the same person, and long digit strings in other texts are blanked.
package struct Anonymiser: Sendable {
    /// Pseudonyms depend on it; without it nobody can find out a name by trying.
    private let key: SymmetricKey
    /// Members, in lower case, whose values name somebody.
    private let members: Set<String>

    package static let defaultMembers = [
        "name", "person", "by", "caller", "phone", "tel", "telephone", "mobile", "contact", "reporter", "where",
        "address",
        "id_number", "officer",
    ]

    /// - Parameter key: at least 16 random bytes.
    package init(key: [UInt8], members: [String] = Anonymiser.defaultMembers) {
        self.key = SymmetricKey(data: key)
        self.members = Set(members.map { $0.lowercased() })
    }

    /// JSON with people replaced, other members byte for byte; what is no JSON object is only blanked of numbers.
    package func anonymised(_ json: [UInt8]) -> [UInt8] {
        json.withUnsafeBytes { bytes in
            var result: [UInt8] = []
            var position = 0
            replace(bytes, 0, &result, &position)
            result += bytes[position...]
            return result
        }
    }

    private func replace(
        _ object: UnsafeRawBufferPointer, _ base: Int, _ result: inout [UInt8], _ position: inout Int
    ) {
        guard let found = JSONText.members(of: object) else { return }
        let whole = base
        for member in found {
            if member.value.first == UInt8(ascii: "{") {
                let inner = UnsafeRawBufferPointer(rebasing: member.value)
                var part: [UInt8] = []
                var read = 0
                replace(inner, 0, &part, &read)
                part += inner[read...]
                keep(object, whole, upTo: member.value.startIndex, &result, &position)
                result += part
                position = whole + member.value.endIndex
                continue
            }
            guard let text = JSONText.string(member.value) else { continue }
            let isPerson = members.contains(member.name.lowercased())
            let changed = isPerson ? pseudonym(member.name, text) : Anonymiser.blanked(text)
            guard changed != text else { continue }
            keep(object, whole, upTo: member.value.startIndex, &result, &position)
            JSONText.append(changed, to: &result)
            position = whole + member.value.endIndex
        }
    }

    private func keep(
        _ object: UnsafeRawBufferPointer, _ base: Int, upTo end: Int, _ result: inout [UInt8], _ position: inout Int
    ) {
        result += object[(position - base)..<end]
        position = base + end
    }

    private func pseudonym(_ member: String, _ text: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text), using: key)
        let digits = code.prefix(4).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }
        return Array("\(member)-\(digits.joined())".utf8)
    }

    /// Seven digits or more in a row, but for a few separators, may be a telephone number. Times keep theirs: they are
    /// written with colons.
    private static func blanked(_ text: [UInt8]) -> [UInt8] {
        var result = text
        var start: Int?
        var digits = 0
        func close(_ end: Int) {
            if let first = start, digits >= 7 {
                for index in first..<end where ("0"..."9").contains(Unicode.Scalar(text[index])) {
                    result[index] = UInt8(ascii: "*")
                }
            }
            start = nil
            digits = 0
        }
        if text.contains(UInt8(ascii: ":")) { return text }
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if start == nil { start = index }
                digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: " "): if start == nil { continue }
            default: close(index)
            }
        }
        close(text.count)
        return result
    }
}
