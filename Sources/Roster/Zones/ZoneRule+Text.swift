extension ZoneRule {
    /// Reads a rule as POSIX (IEEE Std 1003.1, 8.3 “TZ”) and RFC 8536 write it: `CST-8`, `<+08>-8`,
    /// `GMT0BST,M3.5.0/1,M10.5.0`. It is the last line of each file of a system's zone database.
    ///
    /// - Returns: nil where the text is no such rule. A summer time without its changes is refused: they would be a guess.
    package init?(posix text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard scanner.name(), let standard = scanner.time() else { return nil }
        // West is positive in POSIX.
        standardSeconds = -standard
        if scanner.isAtEnd {
            daylight = nil
            return
        }
        guard scanner.name() else { return nil }
        var summer = standardSeconds + 3_600
        if scanner.peek != UInt8(ascii: ",") {
            guard let written = scanner.time() else { return nil }
            summer = -written
        }
        guard let begins = scanner.change(), let ends = scanner.change(), scanner.isAtEnd, begins != ends else {
            return nil
        }
        daylight = Daylight(seconds: summer, begins: begins, ends: ends)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }
        var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func take(_ character: Character) -> Bool {
            guard let byte = peek, byte == character.asciiValue else { return false }
            position += 1
            return true
        }

        /// Three letters or more, or anything within `<>`.
        mutating func name() -> Bool {
            let start = position
            if take("<") {
                while let byte = peek, byte != UInt8(ascii: ">") {
                    guard isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                    else { return false }
                    position += 1
                }
                return take(">") && position - start >= 5
            }
            while let byte = peek, isLetter(byte) { position += 1 }
            return position - start >= 3
        }

        mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let start = position
            var value = 0
            while let byte = peek, isDigit(byte), position - start < 3 {
                value = value * 10 + Int(byte - 48)
                position += 1
            }
            return position > start && range.contains(value) ? value : nil
        }

        /// `[±]hh[:mm[:ss]]` in seconds, up to a week (RFC 8536).
        mutating func time() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number(0...167) else { return nil }
            var seconds = hours * 3_600
            if take(":") {
                guard let minutes = number(0...59) else { return nil }
                seconds += minutes * 60
                if take(":") {
                    guard let rest = number(0...59) else { return nil }
                    seconds += rest
                }
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.5.0/1`, `,J60`, `,59/3`; two o'clock where no time is written.
        mutating func change() -> Change? {
            guard take(",") else { return nil }
            let day: Change.Day
            if take("M") {
                guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                    let weekday = number(0...6)
                else { return nil }
                day = .weekday(month: month, week: week, weekday: weekday)
            } else if take("J") {
                guard let number = number(1...365) else { return nil }
                day = .julian(number)
            } else {
                guard let number = number(0...365) else { return nil }
                day = .ordinal(number)
            }
            var seconds = 7_200
            if take("/") {
                guard let written = time() else { return nil }
                seconds = written
            }
            return Change(day: day, seconds: seconds)
        }

        private func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
        private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    }
}
