import CEL
import Foundation
import Testing

/// What the documentation shows is what happens.
@Suite struct DocumentationTests {
    static let page: String = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("Sources/CEL/CEL.docc/CEL.md").path
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }()

    @Test func theExampleRuns() throws {
        var environment = Environment()
        let value = environment.declareVariable("value", .double)
        let station = environment.declareVariable("station", .string)
        let program = try environment.compile("value >= 3.0 && station.startsWith('river-')", expecting: .bool)

        let frame = Frame(slotCount: environment.slotCount)
        frame.setDouble(3.1, at: value)
        frame.setString("river-7", at: station)
        #expect(program.evaluateCondition(frame) == .yes)
        #expect(
            Self.page.contains(
                "try environment.compile(\"value >= 3.0 && station.startsWith('river-')\", expecting: .bool)"))
    }

    @Test func theErrorsAreThoseShown() {
        var environment = Environment()
        environment.declareVariable("value", .double)
        environment.declareVariable("station", .string)
        do {
            _ = try environment.compile("value == 3 && statoin in ['a']")
            Issue.record("compiled")
        } catch {
            #expect(Self.page.contains(error.description))
        }
    }
}
