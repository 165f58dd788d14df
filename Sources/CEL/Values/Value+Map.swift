extension Value {
    /// A map in the order in which its entries were made; keys are int, uint, bool or string.
    public struct Map: Sendable {
        // Behind one reference, so that a value stays small.
        private final class Storage: Sendable {
            let keys: [Value]
            let values: [Value]
            let index: [Key: Int]

            init(_ keys: [Value], _ values: [Value], _ index: [Key: Int]) {
                self.keys = keys
                self.values = values
                self.index = index
            }
        }

        private let storage: Storage
        private static let empty = Storage([], [], [:])

        /// Keys in order.
        public var keys: [Value] { storage.keys }
        /// Values, beside their keys.
        public var values: [Value] { storage.values }
        private var index: [Key: Int] { storage.index }

        /// Below this many entries a search from the front is faster than hashing.
        private static let searchedEntries = 8

        /// A map without entries.
        public init() { storage = Self.empty }

        /// Makes a map; nil if a key's type is not allowed or a key repeats (0 and 0u are one key).
        public init?(keys: [Value], values: [Value]) {
            guard keys.count == values.count else { return nil }
            if keys.count <= Self.searchedEntries {
                for (position, key) in keys.enumerated() {
                    guard Key(key) != nil, !key.isDouble else { return nil }
                    for earlier in 0..<position where keys[earlier].equals(key) { return nil }
                }
                storage = Storage(keys, values, [:])
                return
            }
            var index: [Key: Int] = [:]
            index.reserveCapacity(keys.count)
            for (position, key) in keys.enumerated() {
                guard !key.isDouble, let hashed = Key(key), index.updateValue(position, forKey: hashed) == nil else {
                    return nil
                }
            }
            storage = Storage(keys, values, index)
        }

        /// Makes a map with string keys in the order given; a repeated key is nil.
        public init?(_ entries: [(String, Value)]) {
            self.init(keys: entries.map { .string($0.0) }, values: entries.map { $0.1 })
        }

        /// Number of entries.
        public var count: Int { keys.count }

        /// The value under a key; numbers are found across their types.
        public subscript(key: Value) -> Value? {
            position(of: key).map { values[$0] }
        }

        func position(of key: Value) -> Int? {
            if index.isEmpty {
                for position in keys.indices where keys[position].equals(key) { return position }
                return nil
            }
            return Key(key).flatMap { index[$0] }
        }

        func contains(_ key: Value) -> Bool { position(of: key) != nil }

        func equals(_ other: Map, _ elementsLeft: inout Int) -> Bool {
            guard count == other.count else { return false }
            elementsLeft -= count
            guard elementsLeft >= 0 else { return false }
            for (position, key) in keys.enumerated() {
                guard let value = other[key], values[position].equals(value, &elementsLeft) else { return false }
            }
            return true
        }
    }

    var isDouble: Bool {
        if case .double = self { return true }
        return false
    }

    /// A key made comparable: numbers of all types on one line, strings by their UTF-8.
    enum Key: Hashable {
        case bool(Bool)
        case int(Int64)
        case uint(UInt64)
        case string(String)

        init?(_ value: Value) {
            switch value {
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .uint(let value): self = Int64(exactly: value).map(Key.int) ?? .uint(value)
            case .double(let value):
                if let value = Int64(exactly: value) {
                    self = .int(value)
                } else if let value = UInt64(exactly: value) {
                    self = .uint(value)
                } else {
                    return nil
                }
            case .string(let value): self = .string(value)
            default: return nil
            }
        }

        static func == (left: Key, right: Key) -> Bool {
            switch (left, right) {
            case (.bool(let left), .bool(let right)): left == right
            case (.int(let left), .int(let right)): left == right
            case (.uint(let left), .uint(let right)): left == right
            case (.string(let left), .string(let right)): CodePoints.equal(left, right)
            default: false
            }
        }

        func hash(into hasher: inout Hasher) {
            switch self {
            case .bool(let value): hasher.combine(value)
            case .int(let value): hasher.combine(value)
            case .uint(let value): hasher.combine(value)
            case .string(let value): CodePoints.hash(value, into: &hasher)
            }
        }
    }
}
