/// One `# lint disable=id reason` or `# lint file/disable=id reason`; several ids are joined by commas.
struct LintComment {
    /// From 1.
    var line: Int
    /// Of the first id, from 1, in Unicode scalars.
    var column: Int
    var names: [String]
    var reason: String
    var isForFile: Bool

    /// Reads the comment of a line; nil where it has none of these.
    init?(line: Int, text: String) {
        let scalars = Array(text.unicodeScalars)
        guard let hash = LintComment.start(scalars) else { return nil }
        var position = hash + 1
        func skipBlanks() {
            while position < scalars.count, scalars[position] == " " || scalars[position] == "\t" { position += 1 }
        }
        func word(_ word: String) -> Bool {
            let wanted = Array(word.unicodeScalars)
            guard position + wanted.count <= scalars.count,
                Array(scalars[position..<position + wanted.count]) == wanted
            else { return false }
            position += wanted.count
            return true
        }
        skipBlanks()
        guard word("lint"), position < scalars.count, scalars[position] == " " || scalars[position] == "\t" else {
            return nil
        }
        skipBlanks()
        isForFile = word("file/")
        guard word("disable") else { return nil }
        _ = word("=")
        self.line = line
        column = position + 1
        let start = position
        while position < scalars.count, scalars[position] != " ", scalars[position] != "\t" { position += 1 }
        let list = String(String.UnicodeScalarView(scalars[start..<position]))
        names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        skipBlanks()
        var rest = Array(scalars[position...])
        while let last = rest.last, last == " " || last == "\r" || last == "\t" { rest.removeLast() }
        reason = String(String.UnicodeScalarView(rest))
    }

    /// The `#` that begins a comment: at the start or after a blank, and not within quotes.
    private static func start(_ scalars: [Unicode.Scalar]) -> Int? {
        var quote: Unicode.Scalar?
        for (index, scalar) in scalars.enumerated() {
            let isAfterBlank = index == 0 || " \t[{,:".unicodeScalars.contains(scalars[index - 1])
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'", isAfterBlank {
                quote = scalar
            } else if scalar == "#", index == 0 || scalars[index - 1] == " " || scalars[index - 1] == "\t" {
                return index
            }
        }
        return nil
    }
}
