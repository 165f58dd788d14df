import Testing

@testable import CEL

@Suite struct ParserTests {
    @Test func chainsOfLogicAreBalanced() throws {
        let text = Array(repeating: "true", count: 10_000).joined(separator: " || ")
        let (root, _) = try Parser.parse(Source(text))
        #expect(root.height < 20)
    }
}
