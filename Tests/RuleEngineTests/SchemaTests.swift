import Configuration
import Foundation
import Matching
import Testing

@testable import RuleEngine

/// The JSON Schema that editors read and the article that people read, against what the loader takes.
@Suite struct SchemaTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func schema() throws -> [String: Any] {
        let data = try Data(contentsOf: Self.root.appendingPathComponent("Rules/rule.schema.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Names of a definition's properties; of the file itself where no definition is named.
    private func properties(_ definition: String?) throws -> Set<String> {
        var object = try schema()
        if let definition {
            let definitions = try #require(object["definitions"] as? [String: Any])
            object = try #require(definitions[definition] as? [String: Any])
        }
        #expect(object["additionalProperties"] as? Bool == false)
        return Set(try #require(object["properties"] as? [String: Any]).keys)
    }

    /// The fields that the loader names where it meets one that it does not know.
    private func known(_ text: String) throws -> Set<String> {
        let problem = try #require(problems(text).first { $0.message.contains("no field “zzzzzz”") })
        let list = try #require(problem.remedy.split(separator: "Known are: ").last)
        return Set(list.dropLast().split(separator: ", ").map(String.init))
    }

    private func rule(_ fields: String) -> String {
        group("- {alert: A, \(fields)}")
    }

    @Test func theSchemaHasTheFieldsThatTheLoaderTakes() throws {
        #expect(try properties(nil) == known("groups: []\nzzzzzz: 1"))
        #expect(try properties("group") == known("groups: [{name: a, rules: [], zzzzzz: 1}]"))
        #expect(
            try properties("match")
                == known("groups: [{name: a, rules: [], match: {kind: x, zzzzzz: 1}}]").union(["kind"]))
        #expect(try properties("rule") == known(rule("expr: value > 1.0, zzzzzz: 1")))
        #expect(try properties("over") == known(rule("expr: \"raises('1h') > 1\", over: {alert: A, zzzzzz: 1}")))
        #expect(
            try properties("sequence")
                == known(rule("sequence: {first: A, then: A, after: 1m, within: 1h, zzzzzz: 1}")))
        #expect(try properties("annotations") == known(rule("expr: value > 1.0, annotations: {zzzzzz: 1}")))
    }

    @Test func theSchemaHasTheWordsThatTheLoaderTakes() throws {
        let definitions = try #require(try schema()["definitions"] as? [String: Any])
        let identity = try #require(definitions["identity"] as? [String: Any])
        let items = try #require((identity["items"] as? [String: Any])?["enum"] as? [String])
        #expect(Set(items) == Set(SourceField.identity.map(\.rawValue) + ["kind"]))
        let rule = try #require((definitions["rule"] as? [String: Any])?["properties"] as? [String: Any])
        for (field, words) in [("on", ["reading", "event"]), ("action", ["auto", "propose"])] {
            #expect((rule[field] as? [String: Any])?["enum"] as? [String] == words)
            for word in words where field == "action" {
                #expect(problems(self.rule("expr: value > 1.0, \(field): \(word)")).isEmpty)
            }
        }
    }

    @Test func everyFunctionIsInTheArticle() throws {
        let text = try String(
            contentsOf: Self.root.appendingPathComponent("Sources/tocsin/Tocsin.docc/Rules.md"), encoding: .utf8)
        let environments = [RuleEnvironment(.reading, thresholds: []), RuleEnvironment(.over, thresholds: [])]
        let names = Set(environments.flatMap { $0.environment.intrinsicNames }).filter { !$0.hasPrefix("@") }
        #expect(names.count > 40)
        for name in names.sorted() + ["held", "fixed"] { #expect(text.contains("`\(name)("), "\(name)") }
        for field in try properties("rule").union(try properties("group")).union(try properties("sequence")) {
            #expect(text.contains("`\(field)`"), "\(field)")
        }
    }
}
