/// A value of the language.
///
/// Strings are sequences of code points: compare them with ``equals(_:)``, not with Swift's canonical equivalence.
public enum Value: Sendable {
    /// The null value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A signed integer.
    case int(Int64)
    /// An unsigned integer.
    case uint(UInt64)
    /// A double.
    case double(Double)
    /// A duration in nanoseconds, about ±292 years.
    case duration(Int64)
    /// Code points.
    case string(String)
    /// Octets.
    case bytes([UInt8])
    /// A list.
    case list([Value])
    /// A map.
    case map(Map)
    /// A type as a value.
    case type(TypeName)
    /// A point in time.
    case timestamp(Timestamp)
    /// A value that may be missing.
    indirect case optional(Value?)
    /// A value of a type that the host, or an extension, defines.
    indirect case opaque(any OpaqueValue)

    /// The name of a type, as `type(x)` gives it.
    public struct TypeName: Sendable, Hashable, ExpressibleByStringLiteral {
        /// For instance `int` or `google.protobuf.Timestamp`.
        public let name: String

        /// Takes the name.
        public init(_ name: String) { self.name = name }

        /// Takes the name.
        public init(stringLiteral value: String) { name = value }
    }
}

/// A value of a host's own type.
public protocol OpaqueValue: Sendable {
    /// The name that `type(x)` gives.
    var typeName: String { get }
    /// `==` of the language; false for values of other types.
    func equals(_ other: any OpaqueValue) -> Bool
    /// The text of `string(x)` and of templates, nil when there is none.
    var text: String? { get }
}

extension Value {
    /// The type's name as `type(x)` gives it.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .duration: "google.protobuf.Duration"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .timestamp: "google.protobuf.Timestamp"
        case .optional: "optional_type"
        case .opaque(let value): value.typeName
        }
    }

    /// Whether the value may belong to the declared type; elements of containers are not looked at.
    func matches(_ type: ValueType) -> Bool {
        switch (type, self) {
        case (.dyn, _), (.parameter, _), (.inferred, _), (.error, _): true
        case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double): true
        case (.string, .string), (.bytes, .bytes), (.duration, .duration), (.timestamp, .timestamp): true
        case (.list, .list), (.map, .map), (.optional, .optional), (.type, .type): true
        case (.wrapper(let wrapped), _): isNull || matches(wrapped)
        case (.opaque(let name, _), .opaque(let value)): value.typeName == name
        default: false
        }
    }

    var isNull: Bool {
        if case .null = self { return true }
        return false
    }
}
