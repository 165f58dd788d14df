extension Checker {
    @inline(never)
    mutating func reportMismatch(
        _ node: Expression, _ name: String, _ arguments: [Expression], _ argumentTypes: [ValueType],
        _ function: FunctionDeclaration, _ isMember: Bool
    ) {
        let shownTypes = argumentTypes.map { shown($0) }
        switch node.kind {
        case .binary(let operation, _, _):
            report(
                "'\(operation.rawValue)' does not take \(shownTypes[0]) and \(shownTypes[1])", at: node.anchor,
                remedy: numericRemedy(arguments, argumentTypes)
                    ?? (operation == .equal || operation == .notEqual ? "compare values of one type" : nil))
        case .unary(let sign, _): report("'\(sign.rawValue)' does not take \(shownTypes[0])", at: node.anchor)
        case .index: report("a \(shownTypes[0]) has no element under a \(shownTypes[1])", at: node.anchor)
        default:
            let given =
                isMember
                ? "\(shownTypes[0]).\(name)(\(shownTypes.dropFirst().joined(separator: ", ")))"
                : "\(name)(\(shownTypes.joined(separator: ", ")))"
            let forms = function.overloads.prefix(6).map { Self.form(name, $0) }
            report(
                "no overload of '\(name)' takes these types: \(given)", at: node.anchor,
                remedy: forms.isEmpty ? nil : "it can be called as " + forms.joined(separator: "; "))
        }
    }

    private static func form(_ name: String, _ overload: Overload) -> String {
        let types = overload.parameters.map(\.description)
        guard overload.isMember, let target = types.first else { return "\(name)(\(types.joined(separator: ", ")))" }
        return "\(target).\(name)(\(types.dropFirst().joined(separator: ", ")))"
    }

    /// What to write when int, uint and double meet.
    func numericRemedy(_ arguments: [Expression], _ argumentTypes: [ValueType]) -> String? {
        guard arguments.count == 2 else { return nil }
        let types = argumentTypes.map { unifier.resolve($0) }
        guard types.allSatisfy(\.isNumeric), types[0] != types[1] else { return nil }
        for (position, other) in [(0, 1), (1, 0)] {
            guard case .literal(let value) = arguments[position].kind else { continue }
            switch (value, types[other]) {
            case (.int(let number), .double): return "write \(number).0"
            case (.int(let number), .uint) where number >= 0: return "write \(number)u"
            case (.uint(let number), .int): return "write \(number)"
            case (.uint(let number), .double): return "write \(number).0"
            case (.double(let number), .int), (.double(let number), .uint):
                if number == number.rounded(), abs(number) < 1e15 {
                    return "write \(Int64(number))\(types[other] == .uint ? "u" : "")"
                }
            default: break
            }
        }
        let target: ValueType = types.contains(.double) ? .double : .int
        let converted = types[0] == target ? 1 : 0
        return "convert one side: \(target)(\(source.text(of: arguments[converted].range).prefix(60)))"
    }

    func suggestion(_ name: String) -> String? {
        let known = scopes.map(\.name) + environment.variables.keys.sorted()
        return Self.nearest(name, known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty || known.count > 40 ? nil : "declared are: " + known.sorted().joined(separator: ", "))
    }

    func functionSuggestion(_ name: String) -> String? {
        let known =
            environment.functions.keys.sorted()
            + StandardLibrary.functions.keys.filter { Lexer.isLetter($0.utf8.first ?? 0) }.sorted()
        return Self.nearest(name, known + ["has", "all", "exists", "exists_one", "filter", "map"]).map {
            "did you mean '\($0)'?"
        }
    }

    /// The known name with the fewest edits, if there are few.
    private static func nearest(_ name: String, _ known: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard wanted.count <= 64 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known where candidate.utf8.count <= 64 {
            let distance = edits(wanted, Array(candidate.lowercased().utf8))
            if distance <= min(3, max(1, wanted.count / 2)), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, one) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (one == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
