/// How many columns text takes on a terminal, and text made to fit them. Chinese takes two columns a character.
///
/// Source: Unicode Standard Annex 11 (East Asian Width), ranges W and F; ambiguous characters count as one column, as
/// UTF-8 terminals show them.
package enum TerminalWidth {
    package static func columns(_ text: String) -> Int {
        var total = 0
        for scalar in text.unicodeScalars { total += columns(scalar) }
        return total
    }

    package static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value >= 0x20, scalar.value < 0x7F { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    /// Fills up with spaces; text that is longer already stays as it is.
    package static func padded(_ text: String, to width: Int, alignment: Alignment = .leading) -> String {
        let fill = String(repeating: " ", count: max(0, width - columns(text)))
        switch alignment {
        case .leading: return text + fill
        case .trailing: return fill + text
        }
    }

    /// Cuts to at most `width` columns; what was cut shows as “…”.
    package static func cut(_ text: String, to width: Int) -> String {
        if columns(text) <= width { return text }
        guard width > 0 else { return "" }
        var result = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let size = columns(scalar)
            if used + size > width - 1 { break }
            used += size
            result.append(scalar)
        }
        return String(result) + "…"
    }

    /// Breaks into lines of at most `width` columns, at blanks where there are any; nothing is cut off.
    package static func wrapped(_ text: String, to width: Int) -> [String] {
        guard width > 1 else { return [text] }
        var lines: [String] = []
        var rest = Substring(text)
        while columns(String(rest)) > width {
            var end = rest.startIndex
            var used = 0
            var blank: Substring.Index?
            while end < rest.endIndex {
                let size = columns(String(rest[end]))
                if used + size > width { break }
                if rest[end] == " " { blank = end }
                used += size
                end = rest.index(after: end)
            }
            // A line of Chinese has no blanks: then it breaks where the screen ends. One blank early on is no place either.
            if let place = blank, columns(String(rest[..<place])) * 2 > width { end = place }
            if end == rest.startIndex { end = rest.index(after: end) }
            lines.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        lines.append(String(rest))
        return lines
    }

    package enum Alignment: Sendable {
        case leading
        case trailing
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE, 0x2E80...0x303E,
            0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
            true
        default: false
        }
    }
}
