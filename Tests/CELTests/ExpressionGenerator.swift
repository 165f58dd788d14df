import TestSupport

/// Random expressions, mostly of fitting types, over the variables of the property check.
struct ExpressionGenerator {
    var random: SeededRandom

    enum Kind: CaseIterable {
        case bool, int, uint, double, string, bytes, list, map, time, span, optional, any
    }

    mutating func expression(_ depth: Int) -> String {
        make(Kind.allCases.randomElement(using: &random) ?? .bool, depth)
    }

    private mutating func pick(_ choices: String...) -> String { choices.randomElement(using: &random) ?? "" }

    /// One of the forms with its marks (#b bool, #i int, …) replaced by expressions.
    private mutating func form(_ next: Int, _ forms: String...) -> String {
        var result = ""
        var isMark = false
        for character in forms.randomElement(using: &random) ?? "" {
            if character == "#" {
                isMark = true
            } else if isMark {
                isMark = false
                result += filled(character, next)
            } else {
                result.append(character)
            }
        }
        return result
    }

    private mutating func filled(_ mark: Character, _ next: Int) -> String {
        switch mark {
        case "1": pick("", "'+02:00'", "'Europe/Zurich'", "'x'")
        case "2": pick("<", "<=", ">", ">=", "==", "!=")
        case "3": pick("contains", "startsWith", "endsWith", "matches")
        case "4": pick("int", "list", "string")
        case "e": expression(next)
        default: make(Self.marks[mark] ?? .any, next)
        }
    }

    private static let marks: [Character: Kind] = [
        "b": .bool, "i": .int, "u": .uint, "d": .double, "s": .string, "y": .bytes, "l": .list, "m": .map, "t": .time,
        "p": .span, "o": .optional, "a": .any,
    ]

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func make(_ kind: Kind, _ depth: Int) -> String {
        if chance(3) { return expression(depth - 1) }
        if depth <= 0 || chance(10) { return leaf(kind) }
        let next = depth - 1
        switch kind {
        case .bool: return bool(next)
        case .int:
            return form(
                next,
                "(#i + #i)", "#i * #i",
                "(#i / #i)", "(#i % #i)",
                "size(#l)", "#s.size()", "-(#i)",
                "int(#d)", "#s.indexOf(#s)",
                "#t.getHours(#1)",
                "#b ? #i : #i",
                "#o.orValue(#i)", "math.bitAnd(#i, 255)")
        case .uint:
            return form(
                next,
                "(#u + #u)", "(#u - #u)",
                "uint(#i)", "math.abs(#u)")
        case .double:
            return form(
                next,
                "(#d + #d)", "(#d - #d)",
                "#d / #d", "-#d",
                "double(#i)", "window[#i]", "math.sqrt(#d)",
                "(#b ? #d : #d)",
                "math.greatest(#d, #d)")
        case .string: return string(next)
        case .bytes: return form(next, "(#y + #y)", "bytes(#s)")
        case .list: return list(next)
        case .map:
            return form(
                next,
                "{#s: #i, ?'k': #o}",
                "{'a': #e, 'b': #e}",
                "{#i: 1, #u: 2}",
                "#l.transformMap(i, v, #b, v)",
                "#m.transformMap(k, v, k)", "tags")
        case .time:
            return form(next, "(#t + #p)", "(#t - #p)", "timestamp(#i)")
        case .span:
            return form(next, "(#p - #p)", "(#t - #t)", "duration(#s)")
        case .optional:
            return form(
                next,
                "optional.of(#i)", "optional.ofNonZeroValue(#i)",
                "#m.?a", "#l[?#i]",
                "#o.optMap(o, o + #i)",
                "#o.or(#o)")
        case .any: return form(next, "dyn(#e)", "any[#i]", "cel.bind(b, #e, #e)")
        }
    }

    private mutating func bool(_ next: Int) -> String {
        form(
            next,
            "(#b && #b)", "(#b || #b)",
            "#b && #b || #b", "!(#b)",
            "#d #2 #d",
            "#i #2 #i",
            "#s #2 #s",
            "#s in ['a', 'b', #s]", "#s in ['a', 'river-7']",
            "#i in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "#e == #e",
            "#l.exists(x, #b)", "#l.all(x, x == #e)",
            "#l.exists_one(x, #b)", "has(#m.a)",
            "#s.#3(#s)",
            "#s.matches('^[a-zé]+(x|y)*$')", "#o.hasValue()",
            "#t < #t", "type(#e) == #4")
    }

    private mutating func string(_ next: Int) -> String {
        form(
            next,
            "(#s + #s)", "string(#d)",
            "string(#e)", "tags.level", "tags[#s]",
            "#s.substring(#i)", "#s.reverse()",
            "'%s %d %.2f'.format([#e, #i, #d])",
            "#l.map(x, string(x)).join(',')", "#s.replace('a', #s)",
            "(#b ? #s : #s)", "strings.quote(#s)")
    }

    private mutating func list(_ next: Int) -> String {
        form(
            next,
            "[#e, #e]", "[#i, ?#o]",
            "(#l + #l)", "#l.filter(x, #b)",
            "#l.map(x, #e)", "#l.map(y, x, #b, y)",
            "#m.transformList(k, v, k)", "#s.split(#s)")
    }

    private mutating func leaf(_ kind: Kind) -> String {
        switch kind {
        case .bool: pick("true", "false", "ok", "gone", "x", "(1/0 > 2)")
        case .int: pick("0", "1", "-1", "count", "9223372036854775807", "-9223372036854775808", "0x1F", "x", "i")
        case .uint: pick("0u", "seq", "18446744073709551615u", "3u")
        case .double: pick("0.0", "-0.0", "value", "1e308", ".5", "lost", "3.0", "(0.0/0.0)", "x")
        case .string:
            pick("''", "'a'", "station", "'é'", "\"\\u0065\\u0301\"", "r'\\d'", "'1h30m'", "'''x\ny'''", "x", "k")
        case .bytes: pick("b''", "blob", "b'\\xff'", "b\"é\"")
        case .list: pick("[]", "window", "[1, 2]", "['a']", "any", "[[]]")
        case .map: pick("{}", "tags", "{'a': 1}", "{1: 'x', 2u: null}")
        case .time: pick("at", "timestamp(0)", "timestamp('9999-12-31T23:59:59Z')")
        case .span: pick("gap", "duration('0')", "duration('-2.5s')", "duration('2562047h')")
        case .optional: pick("optional.none()", "maybe", "optional.of(1)")
        case .any: pick("any", "null", "dyn(1)", "missing", "int", "google.protobuf.Int32Value{value: 3}")
        }
    }

    /// The text with some bytes changed, removed or doubled.
    mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("()[]{}.,?:'\"\\-!&|u0".utf8).randomElement(using: &random) ?? 0, at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }
}
