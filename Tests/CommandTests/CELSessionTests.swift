import CEL
import Testing

@testable import tocsin

@Suite struct CELSessionTests {
    @Test(arguments: [
        ("x + 1", nil, #"{"x": 2}"#, "3"),
        ("x * 2.0", nil, #"{"x": 1.25}"#, "2.5"),
        ("x", #"{"x": "uint"}"#, #"{"x": {"type": "uint", "value": "7"}}"#, "7u"),
        ("xs.size()", #"{"xs": {"name": "list", "params": ["int"]}}"#, #"{"xs": [1, 2, 3]}"#, "3"),
        ("m.a", nil, #"{"m": {"a": true, "b": 1, "c": null}}"#, "true"),
    ])
    func evaluates(expression: String, types: String?, bindings: String, text: String) throws {
        let session = try CELSession(types: types, bindings: bindings)
        guard case .value(let value) = try session.evaluate(expression) else {
            Issue.record("no value")
            return
        }
        #expect(value.description == text)
    }

    @Test func aVariableWithoutABindingIsUnknown() throws {
        let session = try CELSession(types: #"{"x": "int"}"#, bindings: nil)
        guard case .unknown = try session.evaluate("x + 1") else {
            Issue.record("not unknown")
            return
        }
    }

    @Test(arguments: [("[1]", nil), (nil, "no json"), (#"{"x": "number"}"#, nil)] as [(String?, String?)])
    func wrongJSONIsNamed(types: String?, bindings: String?) {
        #expect(throws: CommandFailure.self) { _ = try CELSession(types: types, bindings: bindings) }
    }
}
