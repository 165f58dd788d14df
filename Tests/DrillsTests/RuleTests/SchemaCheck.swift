import Configuration
import Foundation

/// Checks YAML against the part of JSON Schema that the schemas in `Rules/` use, so that what editors accept is what is read.
struct SchemaCheck {
    private let root: [String: Any]

    init(path: String) throws {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        root = json as? [String: Any] ?? [:]
    }

    /// Places and reasons of what does not fit.
    func faults(_ node: ConfigurationNode) -> [String] { faults(node, root, "") }

    private func faults(_ node: ConfigurationNode, _ schema: [String: Any], _ place: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
                return ["\(place): no definition \(name)"]
            }
            return faults(node, target, place)
        }
        var result: [String] = []
        for (word, counts) in [("anyOf", 1...Int.max), ("oneOf", 1...1)] {
            guard let choices = schema[word] as? [[String: Any]] else { continue }
            let fitting = choices.count { faults(node, $0, place).isEmpty }
            if !counts.contains(fitting) { result.append("\(place): \(fitting) of \(word) fit") }
        }
        if let allowed = schema["enum"] as? [Any], !allowed.contains(where: { "\($0)" == node.text }) {
            result.append("\(place): \(node.text ?? "?") is not among \(allowed)")
        }
        if let constant = schema["const"], !isSame(constant, node.text) { result.append("\(place): not \(constant)") }
        let types = (schema["type"] as? String).map { [$0] } ?? schema["type"] as? [String]
        if let types, !types.contains(where: { fits(node, $0) }) { result.append("\(place): not \(types)") }
        result += members(node, schema, place)
        if let elements = node.elements {
            if let least = schema["minItems"] as? Int, elements.count < least { result.append("\(place): too few") }
            if let item = schema["items"] as? [String: Any] {
                for (index, element) in elements.enumerated() { result += faults(element, item, "\(place)/\(index)") }
            }
        }
        return result
    }

    private func members(_ node: ConfigurationNode, _ schema: [String: Any], _ place: String) -> [String] {
        guard let entries = node.entries else { return [] }
        var result: [String] = []
        let names = entries.compactMap(\.key.text)
        for name in schema["required"] as? [String] ?? [] where !names.contains(name) {
            result.append("\(place): lacks \(name)")
        }
        if let least = schema["minProperties"] as? Int, entries.count < least { result.append("\(place): too few") }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for (key, value) in entries {
            let name = key.text ?? ""
            if let property = properties[name] {
                result += faults(value, property, "\(place)/\(name)")
            } else if let others = schema["additionalProperties"] as? [String: Any] {
                result += faults(value, others, "\(place)/\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                result.append("\(place): unknown \(name)")
            }
        }
        return result
    }

    private func isSame(_ constant: Any, _ text: String?) -> Bool {
        if let flag = constant as? Bool, text == "true" || text == "false" { return flag == (text == "true") }
        return "\(constant)" == text
    }

    private func fits(_ node: ConfigurationNode, _ type: String) -> Bool {
        switch type {
        case "object": node.entries != nil
        case "array": node.elements != nil
        case "string": node.text != nil
        case "boolean": node.text == "true" || node.text == "false"
        case "number", "integer": node.text.flatMap(Double.init) != nil
        case "null": node.text == "null"
        default: false
        }
    }
}
