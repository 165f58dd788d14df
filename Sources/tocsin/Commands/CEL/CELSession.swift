import CEL
import Foundation
import Telemetry
import Views

/// An environment made of the command line's types and bindings.
struct CELSession {
    private var environment = CEL.Environment()
    private var values: [(slot: Int, value: Value)] = []

    /// - Parameters:
    ///   - types: `{"name": TYPE}`; a variable with a binding and no type is `dyn`.
    ///   - bindings: `{"name": VALUE}`.
    init(types: String?, bindings: String?) throws {
        let types = try CELSession.object(types, "--types")
        let bindings = try CELSession.object(bindings, "--bindings")
        for name in Set(types.keys).union(bindings.keys).sorted() {
            let type = try types[name].map { try CELSession.type($0, name) } ?? .dyn
            let slot = environment.declareVariable(name, type)
            guard let binding = bindings[name] else { continue }
            guard let value = CELSession.value(binding) else {
                throw CELSession.problem(
                    "--bindings", "the value of “\(DisplayText.safe(name, limit: 100))” can't be read")
            }
            values.append((slot, value))
        }
    }

    func compile(_ expression: String) throws -> Program {
        do {
            return try environment.compile(expression)
        } catch {
            CELSession.note(error.description)
            throw SilentExit(status: .data)
        }
    }

    func evaluate(_ expression: String) throws -> EvaluationResult {
        let program = try compile(expression)
        let frame = Frame(slotCount: max(environment.slotCount, program.requiredSlotCount))
        for slot in 0..<environment.slotCount { frame.setUnknown(reasons: 1, at: slot) }
        for binding in values { frame.set(binding.value, at: binding.slot) }
        return program.evaluate(frame)
    }

    /// Diagnostics have several lines.
    static func note(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { Output.note(String(line)) }
    }

    // MARK: JSON

    private static func object(_ text: String?, _ option: String) throws -> [String: JSONValue] {
        guard let text else { return [:] }
        guard let value = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else {
            throw problem(option, "it is not a JSON object")
        }
        return value
    }

    private static func problem(_ option: String, _ what: String) -> CommandFailure {
        CommandFailure(
            ProblemView(
                code: "bad_request", message: "\(option): \(what).",
                remedy: "Write a JSON object by name; see “tocsin cel eval --help”."))
    }

    private static func type(_ json: JSONValue, _ name: String) throws -> ValueType {
        let word = json.string ?? json["name"]?.string ?? ""
        let parameters = try (json["params"]?.elements ?? []).map { try type($0, name) }
        func parameter(_ index: Int) -> ValueType { index < parameters.count ? parameters[index] : .dyn }
        switch word {
        case "null_type", "null": return .null
        case "bool": return .bool
        case "int": return .int
        case "uint": return .uint
        case "double": return .double
        case "string": return .string
        case "bytes": return .bytes
        case "timestamp", "google.protobuf.Timestamp": return .timestamp
        case "duration", "google.protobuf.Duration": return .duration
        case "dyn", "any": return .dyn
        case "list": return .list(parameter(0))
        case "map": return .map(parameter(0), parameter(1))
        case "optional_type": return .optional(parameter(0))
        case "wrapper": return .wrapper(parameter(0))
        default: throw problem("--types", "“\(DisplayText.safe(word, limit: 100))” of “\(name)” is no type")
        }
    }

    /// `{"type": T, "value": …}` as in the conformance files, or plain JSON: a whole number is an int, another a double.
    private static func value(_ json: JSONValue) -> Value? {
        if case .object(let members) = json, members.count <= 2, let type = members["type"]?.string {
            return typed(type, members["value"] ?? .null)
        }
        switch json {
        case .null: return .null
        case .boolean(let value): return .bool(value)
        case .integer(let value): return .int(value)
        case .number(let value): return .double(value)
        case .text(let value): return .string(value)
        case .list(let elements):
            let values = elements.compactMap(value)
            return values.count == elements.count ? .list(values) : nil
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            let values = sorted.compactMap { value($0.value) }
            guard values.count == sorted.count else { return nil }
            return Value.Map(keys: sorted.map { .string($0.key) }, values: values).map(Value.map)
        }
    }

    private static func typed(_ type: String, _ json: JSONValue) -> Value? {
        switch type {
        case "null", "null_type": .null
        case "bool": json.boolean.map(Value.bool)
        case "int": (json.integer ?? json.string.flatMap { Int64($0) }).map(Value.int)
        case "uint": json.plainText.isEmpty ? nil : UInt64(json.plainText).map(Value.uint)
        case "double": double(json).map(Value.double)
        case "string": json.string.map(Value.string)
        case "bytes": json.string.flatMap(bytes).map(Value.bytes)
        case "list": list(json)
        case "map": map(json)
        case "timestamp":
            seconds(json).flatMap { Value.Timestamp(seconds: $0.0, nanoseconds: $0.1) }.map(Value.timestamp)
        case "duration": duration(json)
        default: nil
        }
    }

    private static func double(_ json: JSONValue) -> Double? {
        switch json.string {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        case let text?: Double(text)
        case nil: json.double
        }
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count % 2 == 0 else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return bytes.count * 2 == digits.count ? bytes : nil
    }

    private static func list(_ json: JSONValue) -> Value? {
        let values = json.elements.compactMap(value)
        return values.count == json.elements.count ? .list(values) : nil
    }

    private static func map(_ json: JSONValue) -> Value? {
        var keys: [Value] = []
        var values: [Value] = []
        for pair in json.elements {
            guard pair.elements.count == 2, let key = value(pair.elements[0]), let held = value(pair.elements[1]) else {
                return nil
            }
            keys.append(key)
            values.append(held)
        }
        return Value.Map(keys: keys, values: values).map(Value.map)
    }

    private static func duration(_ json: JSONValue) -> Value? {
        guard let (seconds, nanoseconds) = seconds(json) else { return nil }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowed) = product.addingReportingOverflow(Int64(nanoseconds))
        return overflow || overflowed ? nil : .duration(sum)
    }

    private static func seconds(_ json: JSONValue) -> (Int64, Int32)? {
        guard let seconds = json["seconds"].flatMap({ $0.integer ?? $0.string.flatMap { Int64($0) } }),
            let nanoseconds = json["nanos"]?.integer, let part = Int32(exactly: nanoseconds)
        else { return nil }
        return (seconds, part)
    }
}
