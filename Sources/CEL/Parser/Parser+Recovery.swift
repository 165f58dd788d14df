extension Parser {
    /// After so many findings in the structure people start at the first again.
    private static let maximumRecoveries = 5

    /// Parses an operand; after an error in it, goes on behind it, so that several errors are found at once.
    mutating func recovering(
        _ parse: (inout Parser) throws(Stop) -> Expression
    ) throws(Stop) -> Expression {
        let start = token.range
        let outerDepth = depth
        do throws(Stop) {
            return try parse(&self)
        } catch {
            guard !error.isFinal, recoveries < Self.maximumRecoveries else { throw error }
            recoveries += 1
            depth = outerDepth
            skip { symbol in
                switch symbol {
                case .comma, .and, .or, .question, .colon, .closeParenthesis, .closeBracket, .closeBrace: true
                default: false
                }
            }
            return try node(.literal(.null), start)
        }
    }

    /// The closing bracket; after an error, the next one that fits.
    mutating func close(_ symbol: Token.Symbol) throws(Stop) -> SourceRange {
        if !at(symbol) {
            let stop = unexpected("'\(symbol.rawValue)'")
            guard recoveries < Self.maximumRecoveries else { throw stop }
            recoveries += 1
            skip { $0 == symbol }
            guard at(symbol) else { throw Stop(isFinal: true) }
        }
        let range = token.range
        advance()
        return range
    }

    /// Goes to the next symbol that is wanted, past brackets that are opened on the way.
    private mutating func skip(until isWanted: (Token.Symbol) -> Bool) {
        var open = 0
        while token.kind != .end {
            if case .symbol(let symbol) = token.kind {
                if open == 0, isWanted(symbol) { return }
                switch symbol {
                case .openParenthesis, .openBracket, .openBrace: open += 1
                case .closeParenthesis, .closeBracket, .closeBrace: open -= 1
                default: break
                }
                if open < 0 { return }
            }
            advance()
        }
    }
}
