import Testing

@testable import CEL

/// Against figures of cel-go's estimator for the same expressions, all sizes 100.
@Suite struct CostTests {
    @Test(arguments: [
        ("value >= warning && rate > 0.3 || station in ['a','b']", 3, 18),
        ("window.exists(x, x > 1000.0)", 1, 602),
        ("window.exists(x, window.exists(y, x > y + 1.0))", 1, 80_602),
        ("window.all(x, window.all(y, window.all(z, x + y > z + 1.0)))", 1, 9_050_502),
        ("true", 0, 0),
    ])
    func estimatesAsCelGoDoes(_ expression: String, _ minimum: UInt64, _ maximum: UInt64) throws {
        var environment = Environment()
        for name in ["value", "warning", "rate"] { environment.declareVariable(name, .double) }
        environment.declareVariable("station", .string, maximumSize: 100)
        environment.declareVariable("window", .list(.double), maximumSize: 100)
        let cost = try environment.compile(expression).cost
        #expect(cost.minimum == minimum)
        #expect(cost.maximum == maximum)
    }

    @Test func neverOverflows() throws {
        var environment = Environment()
        environment.declareVariable("l", .list(.int), maximumSize: .max)
        let nested = (0..<10).reduce("true") { inner, index in "l.all(x\(index), \(inner))" }
        #expect(try environment.compile(nested).cost.maximum > UInt64.max / 4)
    }
}
