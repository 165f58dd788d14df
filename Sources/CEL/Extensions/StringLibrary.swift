/// The strings extension. Positions count code points.
enum StringLibrary {
    private typealias Scalars = [Unicode.Scalar]

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> Value {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return .string(String(view))
    }

    private static func outOfRange(_ index: Int64) -> EvaluationError {
        EvaluationError(.invalidArgument, "index out of range: \(index)")
    }

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            name: "charAt", overloads: [Overload([.string, .int], .string, isMember: true)], two: charAt),
        FunctionDeclaration(
            name: "indexOf",
            overloads: [
                Overload([.string, .string], .int, isMember: true),
                Overload([.string, .string, .int], .int, isMember: true),
            ], two: { (a, b) throws(EvaluationError) in try indexOf(a, b, nil) }, three: indexOf),
        FunctionDeclaration(
            name: "lastIndexOf",
            overloads: [
                Overload([.string, .string], .int, isMember: true),
                Overload([.string, .string, .int], .int, isMember: true),
            ], two: { (a, b) throws(EvaluationError) in try lastIndexOf(a, b, nil) }, three: lastIndexOf),
        FunctionDeclaration(
            name: "join",
            overloads: [
                Overload([.list(.string)], .string, isMember: true),
                Overload([.list(.string), .string], .string, isMember: true),
            ], one: { (a) throws(EvaluationError) in try join(a, .string("")) }, two: join),
        FunctionDeclaration(
            name: "split",
            overloads: [
                Overload([.string, .string], .list(.string), isMember: true),
                Overload([.string, .string, .int], .list(.string), isMember: true),
            ], two: { (a, b) throws(EvaluationError) in try split(a, b, .int(-1)) }, three: split),
        FunctionDeclaration(
            name: "replace",
            overloads: [
                Overload([.string, .string, .string], .string, isMember: true),
                Overload([.string, .string, .string, .int], .string, isMember: true),
            ], three: { (a, b, c) throws(EvaluationError) in try replace([a, b, c, .int(-1)]) },
            many: { (values) throws(EvaluationError) in try replace(values) }),
        FunctionDeclaration(
            name: "substring",
            overloads: [
                Overload([.string, .int], .string, isMember: true),
                Overload([.string, .int, .int], .string, isMember: true),
            ], two: { (a, b) throws(EvaluationError) in try substring(a, b, nil) }, three: substring),
        simple("trim") { text($0.trimmingWhiteSpace()) },
        simple("lowerAscii") { text($0.map { ("A"..."Z").contains($0) ? shifted($0, 32) : $0 }) },
        simple("upperAscii") { text($0.map { ("a"..."z").contains($0) ? shifted($0, -32) : $0 }) },
        simple("reverse") { text($0.reversed()) },
        FunctionDeclaration(
            name: "strings.quote", overloads: [Overload([.string], .string)],
            one: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noOverload("strings.quote", value) }
                return .string(quote(text))
            }),
        FunctionDeclaration(
            name: "format", overloads: [Overload([.string, .list(.dyn)], .string, isMember: true)],
            two: { (format, arguments) throws(EvaluationError) in
                guard case .string(let text) = format, case .list(let values) = arguments else {
                    throw .noOverload("format", format, arguments)
                }
                return .string(try TextFormat.format(text, values))
            }),
    ]

    private static func shifted(_ scalar: Unicode.Scalar, _ by: Int32) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(bitPattern: Int32(bitPattern: scalar.value) + by)) ?? scalar
    }

    private static func simple(
        _ name: String, _ change: @escaping @Sendable ([Unicode.Scalar]) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.string], .string, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noOverload(name, value) }
                return change(scalars(text))
            })
    }

    private static func charAt(_ target: Value, _ index: Value) throws(EvaluationError) -> Value {
        guard case .string(let whole) = target, case .int(let position) = index else {
            throw .noOverload("charAt", target, index)
        }
        let all = scalars(whole)
        guard position >= 0, position <= all.count else { throw outOfRange(position) }
        return position == all.count ? .string("") : text([all[Int(position)]])
    }

    private static func indexOf(_ target: Value, _ part: Value, _ from: Value?) throws(EvaluationError) -> Value {
        guard case .string(let whole) = target, case .string(let wanted) = part else {
            throw .noOverload("indexOf", target, part)
        }
        let (all, needle) = (scalars(whole), scalars(wanted))
        var start = 0
        if let from {
            guard case .int(let position) = from else { throw .noOverload("indexOf", target, part, from) }
            guard position >= 0, position <= all.count else { throw outOfRange(position) }
            start = Int(position)
        }
        if needle.isEmpty { return .int(Int64(start)) }
        var index = start
        while index + needle.count <= all.count {
            if all[index..<index + needle.count].elementsEqual(needle) { return .int(Int64(index)) }
            index += 1
        }
        return .int(-1)
    }

    private static func lastIndexOf(_ target: Value, _ part: Value, _ from: Value?) throws(EvaluationError) -> Value {
        guard case .string(let whole) = target, case .string(let wanted) = part else {
            throw .noOverload("lastIndexOf", target, part)
        }
        let (all, needle) = (scalars(whole), scalars(wanted))
        var start = all.count
        if let from {
            guard case .int(let position) = from else { throw .noOverload("lastIndexOf", target, part, from) }
            guard position >= 0, position <= all.count else { throw outOfRange(position) }
            start = Int(position)
        }
        if needle.isEmpty { return .int(Int64(start)) }
        var index = min(start, all.count - needle.count)
        while index >= 0 {
            if all[index..<index + needle.count].elementsEqual(needle) { return .int(Int64(index)) }
            index -= 1
        }
        return .int(-1)
    }

    private static func join(_ list: Value, _ separator: Value) throws(EvaluationError) -> Value {
        guard case .list(let elements) = list, case .string(let between) = separator else {
            throw .noOverload("join", list, separator)
        }
        var result = ""
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else { throw .noOverload("join", list, separator) }
            if index > 0 { result += between }
            result += text
            guard result.utf8.count <= Operators.maximumBytes else { throw Operators.tooLarge }
        }
        return .string(result)
    }

    private static func split(_ target: Value, _ separator: Value, _ limit: Value) throws(EvaluationError) -> Value {
        guard case .string(let whole) = target, case .string(let between) = separator, case .int(let count) = limit
        else { throw .noOverload("split", target, separator, limit) }
        if count == 0 { return .list([]) }
        if count == 1 { return .list([target]) }
        let maximum = count < 0 ? Int.max : Int(count)
        if between.isEmpty {
            let all = scalars(whole)
            var parts = all.prefix(maximum == .max ? all.count : maximum - 1).map { text([$0]) }
            if maximum != .max, all.count > parts.count { parts.append(text(all[parts.count...])) }
            return .list(parts)
        }
        let (bytes, needle) = (Array(whole.utf8), Array(between.utf8))
        var parts: [Value] = []
        var start = 0
        while parts.count < maximum - 1, let found = CodePoints.firstIndex(of: needle, in: bytes, from: start) {
            parts.append(.string(String(decoding: bytes[start..<found], as: UTF8.self)))
            start = found + needle.count
        }
        parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
        return .list(parts)
    }

    private static func replace(_ values: [Value]) throws(EvaluationError) -> Value {
        guard values.count == 4, case .string(let whole) = values[0], case .string(let old) = values[1],
            case .string(let new) = values[2], case .int(let limit) = values[3]
        else { throw EvaluationError(.noSuchOverload, "no such overload: replace") }
        var left = limit < 0 ? Int.max : Int(limit)
        if left == 0 { return values[0] }
        var result: [UInt8] = []
        let replacement = Array(new.utf8)
        if old.isEmpty {
            for scalar in whole.unicodeScalars {
                if left > 0 {
                    result += replacement
                    left -= 1
                }
                result += Array(String(scalar).utf8)
                guard result.count <= Operators.maximumBytes else { throw Operators.tooLarge }
            }
            if left > 0 { result += replacement }
            return .string(String(decoding: result, as: UTF8.self))
        }
        let (bytes, needle) = (Array(whole.utf8), Array(old.utf8))
        var start = 0
        while left > 0, let found = CodePoints.firstIndex(of: needle, in: bytes, from: start) {
            result += bytes[start..<found]
            result += replacement
            start = found + needle.count
            left -= 1
            guard result.count <= Operators.maximumBytes else { throw Operators.tooLarge }
        }
        result += bytes[start...]
        return .string(String(decoding: result, as: UTF8.self))
    }

    private static func substring(_ target: Value, _ start: Value, _ end: Value?) throws(EvaluationError) -> Value {
        guard case .string(let whole) = target, case .int(let first) = start else {
            throw .noOverload("substring", target, start)
        }
        let all = scalars(whole)
        var last = Int64(all.count)
        if let end {
            guard case .int(let position) = end else { throw .noOverload("substring", target, start, end) }
            last = position
        }
        guard first >= 0, first <= all.count else { throw outOfRange(first) }
        guard last >= 0, last <= all.count else { throw outOfRange(last) }
        guard first <= last else {
            throw EvaluationError(.invalidArgument, "invalid substring range: start \(first), end \(last)")
        }
        return text(all[Int(first)..<Int(last)])
    }

    private static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{7}": result += "\\a"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension [Unicode.Scalar] {
    /// Without Unicode's White_Space at both ends.
    fileprivate func trimmingWhiteSpace() -> ArraySlice<Unicode.Scalar> {
        var rest = self[...]
        while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
