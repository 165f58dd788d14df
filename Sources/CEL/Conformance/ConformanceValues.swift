/// Values and types in the shape of the conformance files.
enum ConformanceValues {
    static func value(_ json: JSON) -> Value? {
        guard let type = json["type"]?.text else { return nil }
        let held = json["value"]
        let text = held?.text ?? ""
        switch type {
        case "null", "null_type": return .null
        case "bool": return .bool(held?.isTrue ?? false)
        case "int": return Int64(text).map(Value.int)
        case "uint": return UInt64(text).map(Value.uint)
        case "double": return double(text).map(Value.double)
        case "string": return .string(text)
        case "bytes": return bytes(text).map(Value.bytes)
        case "type": return .type(Value.TypeName(text))
        case "list":
            let elements = held?.elements ?? []
            let values = elements.compactMap(value)
            return values.count == elements.count ? .list(values) : nil
        case "map": return map(held?.elements ?? [])
        case "timestamp", "duration": return time(type, held)
        default: return nil
        }
    }

    private static func double(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: Double(text)
        }
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Lexer.hexDigit($0) }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private static func map(_ entries: [JSON]) -> Value? {
        var keys: [Value] = []
        var values: [Value] = []
        for entry in entries {
            guard let pair = entry.elements, pair.count == 2, let key = value(pair[0]), let value = value(pair[1])
            else {
                return nil
            }
            keys.append(key)
            values.append(value)
        }
        return Value.Map(keys: keys, values: values).map(Value.map)
    }

    private static func time(_ type: String, _ held: JSON?) -> Value? {
        guard let seconds = held?["seconds"]?.text.flatMap({ Int64($0) }), case .number(let part)? = held?["nanos"],
            let nanoseconds = Int64(part)
        else { return nil }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if type == "duration" { return overflow ? nil : .duration(product + nanoseconds) }
        return Value.Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds)).map(Value.timestamp)
    }

    static func type(_ json: JSON) -> ValueType {
        let parameters = (json["params"]?.elements ?? []).map(type)
        let first = parameters.first ?? .dyn
        switch json["name"]?.text ?? "dyn" {
        case "bool": return .bool
        case "int": return .int
        case "uint": return .uint
        case "double": return .double
        case "string": return .string
        case "bytes": return .bytes
        case "null_type", "null": return .null
        case "dyn", "any": return .dyn
        case "timestamp": return .timestamp
        case "duration": return .duration
        case "list": return .list(first)
        case "map": return .map(first, parameters.count > 1 ? parameters[1] : .dyn)
        case "type": return .type(first)
        case "wrapper": return .wrapper(first)
        case "optional_type": return .optional(first)
        case "error": return .error
        case "type_param": return .parameter(json["param"]?.text ?? "T")
        case let name: return WellKnownMessages.type(name) ?? .opaque(name, parameters)
        }
    }

    /// Equal in type and value: int 1 is not double 1.0, NaN is NaN, -0.0 is not 0.0; entries of maps in any order.
    static func same(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.double(let one), .double(let two)):
            return (one.isNaN && two.isNaN) || (one == two && one.sign == two.sign)
        case (.list(let one), .list(let two)): return one.count == two.count && zip(one, two).allSatisfy(same)
        case (.map(let one), .map(let two)):
            guard one.count == two.count else { return false }
            return zip(one.keys, one.values).allSatisfy { key, value in
                two.position(of: key).map { same(two.keys[$0], key) && same(two.values[$0], value) } ?? false
            }
        case (.optional(let one), .optional(let two)):
            switch (one, two) {
            case (nil, nil): return true
            case (let one?, let two?): return same(one, two)
            default: return false
            }
        default: return left.typeName == right.typeName && left.equals(right)
        }
    }
}
