import Foundation

/// JSON as tests look into it: what is not there is null.
package enum JSON: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    package init(text: String) {
        self = (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .null
    }

    package init(bytes: [UInt8]) {
        self = (try? JSONDecoder().decode(JSON.self, from: Data(bytes))) ?? .null
    }

    package subscript(_ key: String) -> JSON {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    package subscript(_ index: Int) -> JSON {
        if case .list(let elements) = self, elements.indices.contains(index) { elements[index] } else { .null }
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    package var number: Double? { if case .number(let number) = self { number } else { nil } }
    package var isTrue: Bool { self == .boolean(true) }
    package var elements: [JSON] { if case .list(let elements) = self { elements } else { [] } }
    /// Names of an object's members.
    package var names: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
}

extension JSON: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let elements = try? container.decode([JSON].self) {
            self = .list(elements)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }
}
