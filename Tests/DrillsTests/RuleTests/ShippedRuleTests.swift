import Drills
import Foundation
import Testing

/// The tests beside the rules that ship, through the code of `tocsin rules test`.
@Suite struct ShippedRuleTests {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Rules").path

    static var files: [String] { RuleTestSuite.files(at: [], cityFolder: folder).files }

    @Test(arguments: files)
    func everyTestPasses(file: String) throws {
        let result = try RuleTestSuite(cityFolder: ShippedRuleTests.folder).run(file)
        #expect(!result.results.isEmpty)
        for test in result.results {
            #expect(test.isPassed, "\(test.name): \(test.failures) \(test.rows.filter { !$0.isMet })")
        }
    }

    @Test func everyRuleIsTestedForEverythingThatHasAMeaning() throws {
        let suite = try RuleTestSuite(cityFolder: ShippedRuleTests.folder)
        let results = try ShippedRuleTests.files.map { try suite.run($0) }
        for alert in try suite.coverage(of: results, paths: []) {
            #expect(alert.missing.isEmpty, "\(alert.path) \(alert.alert)")
        }
    }
}
