/// A type of the language, as declared for variables and functions and as found by the checker.
public indirect enum ValueType: Sendable, Hashable {
    /// The type of `null`.
    case null
    /// `true` and `false`.
    case bool
    /// 64-bit signed integer.
    case int
    /// 64-bit unsigned integer.
    case uint
    /// IEEE 754 double.
    case double
    /// A sequence of code points.
    case string
    /// A sequence of octets.
    case bytes
    /// A point in time, `google.protobuf.Timestamp`.
    case timestamp
    /// A span of time, `google.protobuf.Duration`.
    case duration
    /// Any type; checked when evaluated.
    case dyn
    /// What an erroneous expression has.
    case error
    /// A list of elements.
    case list(ValueType)
    /// A map from keys to values.
    case map(ValueType, ValueType)
    /// A value that may be missing.
    case optional(ValueType)
    /// A protobuf wrapper: the type or null.
    case wrapper(ValueType)
    /// The type of a type.
    case type(ValueType)
    /// A host's own type by its name.
    case opaque(String, [ValueType])
    /// A type parameter in a signature.
    case parameter(String)
    /// A type still to be found; exists only while checking.
    case inferred(Int)
}

extension ValueType: CustomStringConvertible {
    /// The type as written in messages: `list(int)`, `map(string, dyn)`.
    public var description: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .dyn: "dyn"
        case .error: "!error!"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let wrapped): "optional_type(\(wrapped))"
        case .wrapper(let wrapped): "wrapper(\(wrapped))"
        case .type(let named): named == .dyn ? "type" : "type(\(named))"
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        case .inferred(let index): "_\(index)"
        }
    }

    /// The name that `type(x)` gives for a value of this type.
    public var runtimeName: String {
        switch self {
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .wrapper(let wrapped): wrapped.runtimeName
        case .type: "type"
        case .opaque(let name, _): name
        default: description
        }
    }

    var isDynamic: Bool {
        switch self {
        case .dyn, .error: true
        default: false
        }
    }

    var isNumeric: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }
}
