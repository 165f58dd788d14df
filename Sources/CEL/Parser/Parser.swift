/// Recursive descent with binding strengths. Depth is counted, never left to the stack.
struct Parser {
    /// What the parser accepts.
    struct Options: Sendable {
        var maximumDepth = 250
        var maximumCodePoints = 100_000
        var expandsMacros = true
        /// Macros of the host over a list, by name, with the function that gives the list.
        var quantifiers: [String: String] = [:]
    }

    /// Unwinds after a finding that leaves no way to go on.
    struct Stop: Error {
        /// Going on behind it would find nothing more.
        var isFinal = false
    }

    let source: Source
    let options: Options
    var lexer: Lexer
    var token: Token
    var diagnostics: [Diagnostic] = []
    var nextID = 0
    var depth = 0
    var recoveries = 0

    /// Parses a whole source.
    static func parse(
        _ source: Source, options: Options = Options()
    ) throws(CompilationErrors) -> (root: Expression, count: Int) {
        if source.bytes.count > options.maximumCodePoints,
            source.codePoints(0, source.bytes.count) > options.maximumCodePoints
        {
            let message = "the expression is longer than \(options.maximumCodePoints) code points"
            throw CompilationErrors(diagnostics: [
                Diagnostic(message, at: SourceRange(0, 1), in: source, stage: .parsing)
            ])
        }
        var parser = Parser(source, options)
        let root = try? parser.whole()
        var all = (parser.lexer.diagnostics + parser.diagnostics).sorted { $0.range.start < $1.range.start }
        for index in all.indices { all[index].stage = .parsing }
        guard let root, all.isEmpty else { throw CompilationErrors(diagnostics: all) }
        return (root, parser.nextID)
    }

    private init(_ source: Source, _ options: Options) {
        self.source = source
        self.options = options
        lexer = Lexer(source)
        token = lexer.next()
    }

    private mutating func whole() throws(Stop) -> Expression {
        let root = try expression()
        if root.height > 16, !StackGuard.hasRoom(levels: root.height) {
            report("the expression is nested deeper than the stack of this thread allows", at: root.range)
            throw Stop()
        }
        guard token.kind == .end else { throw unexpected("an operator or the end") }
        return root
    }

    // MARK: Helpers

    mutating func advance() { token = lexer.next() }

    func at(_ symbol: Token.Symbol) -> Bool { token.kind == .symbol(symbol) }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard at(symbol) else { return false }
        advance()
        return true
    }

    mutating func require(_ symbol: Token.Symbol) throws(Stop) -> SourceRange {
        guard at(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
        let range = token.range
        advance()
        return range
    }

    @inline(never)
    mutating func report(_ message: String, at range: SourceRange, remedy: String? = nil) {
        guard diagnostics.count < 20 else { return }
        diagnostics.append(Diagnostic(message, at: range, in: source, remedy: remedy))
    }

    @inline(never)
    mutating func unexpected(_ wanted: String) -> Stop {
        switch token.kind {
        case .invalid: break
        case .end:
            report("the expression ends where \(wanted) is expected", at: token.range)
            return Stop(isFinal: true)
        default:
            let text = source.text(of: token.range)
            report(
                "\(wanted) is expected here, not '\(text.prefix(40))'", at: token.range,
                remedy: Self.wordsForOperators[text.lowercased()])
        }
        return Stop()
    }

    @inline(never)
    mutating func node(
        _ kind: Expression.Kind, _ range: SourceRange, anchor: SourceRange? = nil
    ) throws(Stop) -> Expression {
        let made = Expression(id: nextID, range: range, anchor: anchor, kind: kind)
        nextID += 1
        guard made.height <= options.maximumDepth else {
            report(
                "the expression is nested deeper than \(options.maximumDepth)", at: anchor ?? range,
                remedy: "split it, or add parentheses so that long chains form a tree")
            throw Stop(isFinal: true)
        }
        return made
    }

    mutating func descend() throws(Stop) {
        depth += 1
        guard depth <= options.maximumDepth else {
            report("the expression is nested deeper than \(options.maximumDepth)", at: token.range)
            throw Stop(isFinal: true)
        }
        if depth & 15 == 0, !StackGuard.hasRoom(levels: 18) {
            report("the expression is nested deeper than the stack of this thread allows", at: token.range)
            throw Stop(isFinal: true)
        }
    }

    /// What people write who come from other languages.
    private static let wordsForOperators = ["and": "write &&", "or": "write ||", "not": "write !", "is": "write =="]

    // MARK: Operators

    mutating func expression() throws(Stop) -> Expression {
        try descend()
        defer { depth -= 1 }
        let condition = try binary(1)
        guard at(.question) else { return condition }
        let anchor = token.range
        advance()
        let yes = try binary(1)
        _ = try require(.colon)
        let no = try expression()
        return try node(.conditional(condition, yes, no), condition.range.union(no.range), anchor: anchor)
    }

    private var binaryOperator: BinaryOperator? {
        guard case .symbol(let symbol) = token.kind else { return nil }
        return BinaryOperator(rawValue: symbol.rawValue)
    }

    private mutating func binary(_ minimum: Int) throws(Stop) -> Expression {
        var left = try unary()
        while let current = binaryOperator, current.precedence >= minimum {
            if current == .and || current == .or {
                left = try logical(current, left)
                continue
            }
            let anchor = token.range
            advance()
            let right = try recovering { (parser) throws(Stop) in try parser.binary(current.precedence + 1) }
            left = try node(.binary(current, left, right), left.range.union(right.range), anchor: anchor)
        }
        return left
    }

    /// A chain of `&&` or `||` becomes a balanced tree, so that its length is not its depth.
    private mutating func logical(_ chained: BinaryOperator, _ first: Expression) throws(Stop) -> Expression {
        var operands = [first]
        var anchors: [SourceRange] = []
        while binaryOperator == chained {
            anchors.append(token.range)
            advance()
            operands.append(try recovering { (parser) throws(Stop) in try parser.binary(chained.precedence + 1) })
        }
        return try balanced(chained, operands[...], anchors[...])
    }

    private mutating func balanced(
        _ chained: BinaryOperator, _ operands: ArraySlice<Expression>, _ anchors: ArraySlice<SourceRange>
    ) throws(Stop) -> Expression {
        guard operands.count > 1 else { return operands[operands.startIndex] }
        let half = operands.startIndex + (operands.count + 1) / 2
        let split = anchors.startIndex + (operands.count + 1) / 2 - 1
        let left = try balanced(chained, operands[..<half], anchors[..<split])
        let right = try balanced(chained, operands[half...], anchors[(split + 1)...])
        return try node(.binary(chained, left, right), left.range.union(right.range), anchor: anchors[split])
    }

    private mutating func unary() throws(Stop) -> Expression {
        let first = token.range
        if at(.not) {
            var count = 0
            while take(.not) { count += 1 }
            let operand = try signedMember()
            if count % 2 == 0 { return operand }
            return try node(.unary(.not, operand), first.union(operand.range), anchor: first)
        }
        return try signedMember(negations: true)
    }

    /// A member; minus signs before it, of which the last belongs to a number that follows.
    private mutating func signedMember(negations: Bool = false) throws(Stop) -> Expression {
        let first = token.range
        var count = 0
        var last = token.range
        while at(.minus) {
            count += 1
            last = token.range
            advance()
        }
        if count == 0 { return try member(nil) }
        let isNumber = token.kind == .int || token.kind == .double || token.kind == .uint
        guard negations || (count == 1 && isNumber) else {
            report("'!' and '-' cannot be mixed", at: first, remedy: "use parentheses: !(-x)")
            throw Stop()
        }
        if isNumber, token.kind != .uint {
            count -= 1
            let operand = try member(last)
            if count % 2 == 0 { return operand }
            return try node(.unary(.negate, operand), first.union(operand.range), anchor: first)
        }
        let operand = try member(nil)
        if count % 2 == 0 { return operand }
        return try node(.unary(.negate, operand), first.union(operand.range), anchor: first)
    }
}
