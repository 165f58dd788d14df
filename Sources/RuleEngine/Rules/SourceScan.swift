import Telemetry

/// Finds `station.<name>` in expressions, so that thresholds can be declared before they are compiled.
enum ThresholdScan {
    struct Use {
        var name: String
        /// Of `station`, from 1.
        var line: Int
        var column: Int
    }

    static func names(in text: String) -> [Use] {
        let scalars = Array(text.unicodeScalars)
        let word = Array("station".unicodeScalars)
        var uses: [Use] = []
        var line = 1
        var lineStart = 0
        var position = 0
        while position < scalars.count {
            if scalars[position] == "\n" {
                line += 1
                lineStart = position + 1
            }
            let isWord =
                position + word.count < scalars.count && scalars[position] == "s"
                && Array(scalars[position..<position + word.count]) == word
            guard isWord, position == 0 || !isName(scalars[position - 1]) && scalars[position - 1] != "." else {
                position += 1
                continue
            }
            let start = position
            position += word.count
            while position < scalars.count, scalars[position] == " " { position += 1 }
            guard position < scalars.count, scalars[position] == "." else { continue }
            position += 1
            while position < scalars.count, scalars[position] == " " { position += 1 }
            var name = String.UnicodeScalarView()
            while position < scalars.count, isName(scalars[position]) {
                name.append(scalars[position])
                position += 1
            }
            var next = position
            while next < scalars.count, scalars[next] == " " { next += 1 }
            // `station.startsWith("x")` calls a function of the text.
            let isCall = next < scalars.count && scalars[next] == "("
            if !isCall, !name.isEmpty {
                uses.append(Use(name: String(name), line: line, column: start - lineStart + 1))
            }
        }
        return uses
    }

    /// A template with everything but its expressions blanked, so that places stay.
    static func blankOutsideBraces(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isInside = false
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if scalar == "{", last == "{" { isInside = true }
            if scalar == "}", last == "}" { isInside = false }
            result.append(isInside && scalar != "{" || scalar == "\n" ? scalar : " ")
            last = scalar
        }
        return String(result)
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}

/// Finds the constants `duration('15m')` of an expression.
enum DurationScan {
    static func constants(in text: String) -> [Interval] {
        var result: [Interval] = []
        let bytes = Array(text.utf8)
        let word = Array("duration".utf8)
        var position = 0
        while position + word.count < bytes.count {
            guard bytes[position] == word[0], bytes[position..<position + word.count].elementsEqual(word) else {
                position += 1
                continue
            }
            position += word.count
            skipBlanks(bytes, &position)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { continue }
            position += 1
            skipBlanks(bytes, &position)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
            else { continue }
            let quote = bytes[position]
            let start = position + 1
            position = start
            while position < bytes.count, bytes[position] != quote { position += 1 }
            if let length = Interval(text: String(decoding: bytes[start..<position], as: UTF8.self)) {
                result.append(length)
            }
        }
        return result
    }

    private static func skipBlanks(_ bytes: [UInt8], _ position: inout Int) {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\n") {
            position += 1
        }
    }
}
