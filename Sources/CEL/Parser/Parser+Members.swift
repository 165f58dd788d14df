extension Parser {
    /// A primary with its selections, calls and indexes. `sign` is the minus of a number that follows.
    mutating func member(_ sign: SourceRange?) throws(Stop) -> Expression {
        let parenthesised = at(.openParenthesis)
        var operand = try primary(sign)
        var isName = !parenthesised
        while true {
            if at(.dot) {
                operand = try selection(operand)
            } else if at(.openBracket) {
                operand = try index(operand)
            } else if at(.openBrace), isName, let (name, rooted) = operand.qualifiedName, !name.hasPrefix("@") {
                operand = try message(name, rooted, operand.range)
                isName = false
            } else {
                return operand
            }
        }
    }

    private mutating func selection(_ operand: Expression) throws(Stop) -> Expression {
        advance()
        let optional = take(.question)
        let name = token
        switch name.kind {
        case .identifier, .reserved, .escaped: advance()
        default: throw unexpected("a field's name")
        }
        if !optional, name.kind != .escaped, at(.openParenthesis) {
            let (arguments, end) = try callArguments()
            return try methodOrMacro(operand, name, arguments, SourceRange(operand.range.start, end))
        }
        return try node(
            .select(operand, field: name.text, optional: optional), operand.range.union(name.range), anchor: name.range)
    }

    private mutating func index(_ operand: Expression) throws(Stop) -> Expression {
        let anchor = token.range
        advance()
        let optional = take(.question)
        let key = try expression()
        let end = try close(.closeBracket)
        return try node(.index(operand, key, optional: optional), operand.range.union(end), anchor: anchor)
    }

    private mutating func callArguments() throws(Stop) -> ([Expression], Int) {
        advance()
        var arguments: [Expression] = []
        if !at(.closeParenthesis) {
            repeat {
                arguments.append(try recovering { (parser) throws(Stop) in try parser.expression() })
            } while take(.comma)
        }
        let end = try close(.closeParenthesis)
        return (arguments, end.end)
    }

    private mutating func message(_ name: String, _ rooted: Bool, _ range: SourceRange) throws(Stop) -> Expression {
        advance()
        var fields: [Expression.Field] = []
        while !at(.closeBrace) {
            let optional = take(.question)
            let field = token
            switch field.kind {
            case .identifier, .reserved, .escaped: advance()
            default: throw unexpected("a field's name")
            }
            _ = try require(.colon)
            fields.append(.init(name: field.text, range: field.range, value: try expression(), optional: optional))
            if !take(.comma) { break }
        }
        let end = try close(.closeBrace)
        return try node(.message(name, rooted: rooted, fields), range.union(end), anchor: range)
    }

    // MARK: Primaries

    private mutating func primary(_ sign: SourceRange?) throws(Stop) -> Expression {
        let start = token
        switch start.kind {
        case .symbol(.openParenthesis):
            advance()
            let inner = try expression()
            _ = try close(.closeParenthesis)
            return inner
        case .symbol(.openBracket): return try list()
        case .symbol(.openBrace): return try map()
        case .symbol(.dot):
            advance()
            guard token.kind == .identifier || token.kind == .reserved else { throw unexpected("a name") }
            return try name(rooted: true, from: start.range)
        case .identifier, .reserved: return try name(rooted: false, from: start.range)
        case .invalid:
            advance()
            return try node(.literal(.null), start.range)
        default: return try literal(sign)
        }
    }

    private mutating func name(rooted: Bool, from start: SourceRange) throws(Stop) -> Expression {
        let name = token
        advance()
        let isCall = at(.openParenthesis)
        // A reserved word may begin the qualified name of a message only; as a name of its own it is refused.
        if name.kind == .reserved {
            report(
                "'\(name.text)' is a reserved word", at: name.range,
                remedy: "choose another name; as a field it may be selected: x.\(name.text)")
        }
        guard isCall else {
            return try node(.identifier(name.text, rooted: rooted), start.union(name.range), anchor: name.range)
        }
        let (arguments, end) = try callArguments()
        let range = SourceRange(start.start, end)
        if options.expandsMacros, !rooted, name.text == "has", arguments.count == 1 {
            return try presence(arguments[0], range)
        }
        if options.expandsMacros, !rooted, let function = options.quantifiers[name.text] {
            return try quantifier(name, over: function, arguments, range)
        }
        return try node(.call(name.text, arguments, rooted: rooted), range, anchor: name.range)
    }

    private mutating func list() throws(Stop) -> Expression {
        let start = token.range
        advance()
        var elements: [Expression.Element] = []
        while !at(.closeBracket) {
            let optional = take(.question)
            let value = try recovering { (parser) throws(Stop) in try parser.expression() }
            elements.append(.init(value: value, optional: optional))
            if !take(.comma) { break }
        }
        let end = try close(.closeBracket)
        return try node(.list(elements), start.union(end))
    }

    private mutating func map() throws(Stop) -> Expression {
        let start = token.range
        advance()
        var entries: [Expression.Entry] = []
        while !at(.closeBrace) {
            let optional = take(.question)
            let key = try expression()
            _ = try require(.colon)
            entries.append(.init(key: key, value: try expression(), optional: optional))
            if !take(.comma) { break }
        }
        let end = try close(.closeBrace)
        return try node(.map(entries), start.union(end))
    }

    private mutating func literal(_ sign: SourceRange?) throws(Stop) -> Expression {
        let start = token
        let range = sign.map { $0.union(start.range) } ?? start.range
        let value: Value
        switch start.kind {
        case .yes: value = .bool(true)
        case .no: value = .bool(false)
        case .null: value = .null
        case .string: value = .string(start.text)
        case .bytes: value = .bytes(start.octets)
        case .int: value = integer(start.text, negative: sign != nil, range)
        case .uint: value = unsigned(start.text, range)
        case .double: value = double(start.text, negative: sign != nil, range)
        default: throw unexpected("a value")
        }
        advance()
        return try node(.literal(value), range)
    }

    private mutating func integer(_ text: String, negative: Bool, _ range: SourceRange) -> Value {
        let isHex = text.hasPrefix("0x")
        let digits = isHex ? String(text.dropFirst(2)) : text
        if let value = Int64((negative ? "-" : "") + digits, radix: isHex ? 16 : 10) { return .int(value) }
        report(
            "the integer does not fit 64 bits", at: range,
            remedy: "int reaches from -9223372036854775808 to 9223372036854775807; write 1.0e19 for a double")
        return .int(0)
    }

    private mutating func unsigned(_ text: String, _ range: SourceRange) -> Value {
        let isHex = text.hasPrefix("0x")
        let digits = isHex ? String(text.dropFirst(2)) : text
        if let value = UInt64(digits, radix: isHex ? 16 : 10) { return .uint(value) }
        report("the unsigned integer does not fit 64 bits", at: range)
        return .uint(0)
    }

    private mutating func double(_ text: String, negative: Bool, _ range: SourceRange) -> Value {
        if let value = Double(text), value.isFinite { return .double(negative ? -value : value) }
        report("the number is beyond the range of a double", at: range)
        return .double(0)
    }
}

extension Expression {
    /// The dotted name that the expression spells, if it does.
    var qualifiedName: (name: String, rooted: Bool)? {
        var parts: [String] = []
        var current = self
        while true {
            switch current.kind {
            case .identifier(let name, let rooted):
                parts.append(name)
                return (parts.count == 1 ? name : parts.reversed().joined(separator: "."), rooted)
            case .select(let operand, let field, false):
                parts.append(field)
                current = operand
            default: return nil
            }
        }
    }
}
