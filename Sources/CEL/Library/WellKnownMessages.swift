/// The protobuf messages that the language knows by heart: wrappers and JSON values. Building one gives a plain value.
enum WellKnownMessages {
    private static let prefix = "google.protobuf."

    static let types: [String: ValueType] = [
        "Int32Value": .wrapper(.int), "Int64Value": .wrapper(.int), "UInt32Value": .wrapper(.uint),
        "UInt64Value": .wrapper(.uint), "FloatValue": .wrapper(.double), "DoubleValue": .wrapper(.double),
        "BoolValue": .wrapper(.bool), "StringValue": .wrapper(.string), "BytesValue": .wrapper(.bytes),
        "Value": .dyn, "Struct": .map(.string, .dyn), "ListValue": .list(.dyn), "Any": .dyn,
        "Timestamp": .timestamp, "Duration": .duration,
    ]

    static func isKnown(_ name: String) -> Bool { type(name) != nil }

    /// The type of a message by its full name.
    static func type(_ name: String) -> ValueType? {
        name.hasPrefix(prefix) ? types[String(name.dropFirst(prefix.count))] : nil
    }

    /// The type that a field of the message must have; nil when there is no such field.
    static func fieldType(_ message: String, _ field: String) -> ValueType? {
        switch (message.dropFirst(prefix.count), field) {
        case ("Value", "null_value"): .dyn
        case ("Value", "number_value"): .double
        case ("Value", "string_value"): .string
        case ("Value", "bool_value"): .bool
        case ("Value", "struct_value"): .map(.string, .dyn)
        case ("Value", "list_value"): .list(.dyn)
        case ("Struct", "fields"): .map(.string, .dyn)
        case ("ListValue", "values"): .list(.dyn)
        case ("Timestamp", "seconds"), ("Timestamp", "nanos"), ("Duration", "seconds"), ("Duration", "nanos"): .int
        case (let name, "value"):
            if case .wrapper(let wrapped)? = types[String(name)] { wrapped } else { nil }
        default: nil
        }
    }

    static func make(_ name: String, _ fields: [(name: String, value: Value)]) throws(EvaluationError) -> Value {
        let short = String(name.dropFirst(prefix.count))
        let given = fields.last { !$0.value.isNull || $0.name == "null_value" }
        switch short {
        case "Any": throw EvaluationError(.conversion, "an empty google.protobuf.Any has no value")
        case "Value": return try json(given?.value ?? .null, field: given?.name)
        case "Struct": return try json(given?.value ?? .map(Value.Map()), field: nil)
        case "ListValue": return try json(given?.value ?? .list([]), field: nil)
        case "Timestamp", "Duration": return try time(short, fields)
        default: break
        }
        guard let value = given?.value else {
            switch types[short] {
            case .wrapper(.int): return .int(0)
            case .wrapper(.uint): return .uint(0)
            case .wrapper(.double): return .double(0)
            case .wrapper(.bool): return .bool(false)
            case .wrapper(.string): return .string("")
            case .wrapper(.bytes): return .bytes([])
            default: return .null
            }
        }
        guard let type = types[short], case .wrapper(let wrapped) = type, value.matches(wrapped) else {
            throw EvaluationError(.noSuchOverload, "\(name) cannot hold a \(value.typeName)")
        }
        return try narrowed(short, value)
    }

    private static func narrowed(_ short: String, _ value: Value) throws(EvaluationError) -> Value {
        switch (short, value) {
        case ("Int32Value", .int(let number)) where Int32(exactly: number) == nil: throw Operators.integerOverflow
        case ("UInt32Value", .uint(let number)) where UInt32(exactly: number) == nil: throw Operators.unsignedOverflow
        case ("FloatValue", .double(let number)): return .double(Double(Float(number)))
        default: return value
        }
    }

    /// Numbers of JSON are doubles, keys are strings.
    private static func json(_ value: Value, field: String?) throws(EvaluationError) -> Value {
        if field == "null_value" { return .null }
        switch value {
        case .null, .bool, .double, .string: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .list(let elements):
            var result: [Value] = []
            for element in elements { result.append(try json(element, field: nil)) }
            return .list(result)
        case .map(let map):
            var values: [Value] = []
            for (key, value) in zip(map.keys, map.values) {
                guard case .string = key else { throw EvaluationError(.conversion, "a JSON object's keys are strings") }
                values.append(try json(value, field: nil))
            }
            return Value.Map(keys: map.keys, values: values).map(Value.map) ?? .null
        case .bytes, .duration, .timestamp, .type, .optional, .opaque:
            throw EvaluationError(.conversion, "a \(value.typeName) is no JSON value")
        }
    }

    private static func time(
        _ short: String, _ fields: [(name: String, value: Value)]
    ) throws(EvaluationError) -> Value {
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        for field in fields {
            guard case .int(let value) = field.value else {
                throw EvaluationError(.noSuchOverload, "\(field.name) must be an int")
            }
            if field.name == "seconds" { seconds = value } else { nanoseconds = value }
        }
        guard abs(nanoseconds.clamped) < 1_000_000_000 else { throw Operators.timestampOverflow }
        if short == "Timestamp" {
            guard let time = Value.Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds)) else {
                throw Operators.timestampOverflow
            }
            return .timestamp(time)
        }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, beyond) = product.addingReportingOverflow(nanoseconds)
        if overflow || beyond { throw Operators.durationOverflow }
        return .duration(sum)
    }
}

extension Int64 {
    /// The number, or its neighbour where the negation does not exist.
    fileprivate var clamped: Int64 { self == .min ? .min + 1 : self }
}
