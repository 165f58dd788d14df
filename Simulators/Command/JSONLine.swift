import Foundation

/// One JSON object a line on stdout, members in the order given.
enum JSONLine {
    static func write(_ fields: [(String, String)]) {
        let members = fields.map { "\(quoted($0.0)):\(quoted($0.1))" }
        FileHandle.standardOutput.write(Data("{\(members.joined(separator: ","))}\n".utf8))
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
