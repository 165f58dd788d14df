/// Types as text: `list(double)`, `map(string, dyn)`, `google.protobuf.Timestamp`.
public enum TypeText {
    private static let names: [String: ValueType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "null_type": .null, "null": .null, "dyn": .dyn, "any": .dyn, "timestamp": .timestamp, "duration": .duration,
        "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(.dyn), "optional_type": .optional(.dyn),
    ]

    /// The type that the text names; unknown names are opaque types.
    public static func parse(_ text: String) -> ValueType { parse(text[...], depth: 0) }

    private static func parse(_ text: Substring, depth: Int) -> ValueType {
        var name = text
        while name.first == " " { name.removeFirst() }
        while name.last == " " { name.removeLast() }
        guard depth < 50, let open = name.firstIndex(of: "("), name.last == ")" else {
            return names[String(name)] ?? WellKnownMessages.type(String(name)) ?? .opaque(String(name), [])
        }
        let head = String(name[..<open])
        let parameters = split(name[name.index(after: open)...].dropLast()).map { parse($0, depth: depth + 1) }
        let first = parameters.first ?? .dyn
        switch head {
        case "list": return .list(first)
        case "map": return .map(first, parameters.count > 1 ? parameters[1] : .dyn)
        case "optional_type", "optional": return .optional(first)
        case "wrapper": return .wrapper(first)
        case "type": return .type(first)
        default: return .opaque(head, parameters)
        }
    }

    /// The parts between commas outside of parentheses.
    private static func split(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        parts.append(text[start...])
        return parts
    }
}
