/// A token with its place.
struct Token {
    enum Kind: Equatable {
        case identifier
        /// An identifier in back-quotes; only a selector may be one.
        case escaped
        case reserved
        case int, uint, double, string, bytes
        case yes, no, null
        case symbol(Symbol)
        case end
        /// Already reported; stands where an operand might.
        case invalid
    }

    enum Symbol: String {
        case question = "?"
        case colon = ":"
        case or = "||"
        case and = "&&"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "=="
        case notEqual = "!="
        case contained = "in"
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case percent = "%"
        case not = "!"
        case dot = "."
        case comma = ","
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
    }

    let kind: Kind
    let range: SourceRange
    /// Name of an identifier, or a literal's value.
    var text: String = ""
    var octets: [UInt8] = []
}
