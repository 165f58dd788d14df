import Configuration
import Foundation
import RuleEngine
import TestSupport
import Testing

@testable import RuleLint

/// The list of checks is whole: each has an id, an id has one home, and the article names all of them.
@Suite struct CatalogueTests {
    @Test func everyIDIsFoundBySomething() {
        let own = LintCatalogue.checks.map(\.id)
        #expect(Set(own).union(LintCatalogue.others) == Set(LintID.allCases))
        #expect(Set(own).count == own.count)
    }

    @Test func theArticleNamesEveryCheckWithItsSeverity() throws {
        let article = ShippedRulesTests.folder.deletingLastPathComponent()
            .appendingPathComponent("Sources/tocsin/Tocsin.docc/RuleLint.md")
        let text = try String(contentsOf: article, encoding: .utf8)
        var rows: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 2 else { continue }
            rows[cells[0].trimmingCharacters(in: ["`"])] = cells[1]
        }
        let expected = Dictionary(uniqueKeysWithValues: LintID.allCases.map { ($0.rawValue, $0.severity.rawValue) })
        #expect(rows == expected)
    }

    @Test func everyFunctionOfHistoryIsKnown() {
        for name in RuleInspection.functionNames {
            #expect(HistoryFunction.named(name) != nil, "\(name) is not in the table of functions")
        }
    }

    @Test func everyTitleIsInBothLanguages() {
        for id in LintID.allCases {
            #expect(!id.title.chinese.isEmpty && !id.title.english.isEmpty)
            #expect(id.title.chinese.unicodeScalars.contains { $0.value > 0x4E00 })
        }
    }

    /// Files cut, doubled and strewn with other bytes give findings or none, and never end the program.
    @Test func brokenFilesAreFindings() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("CatalogueTests seed \(seed)")
        var random = SeededRandom(seed: seed)
        let input = try ShippedRulesTests.input()
        let limits = input.quality
        var found = 0
        for _ in 0..<60 {
            let file = random.one(of: input.files)
            var bytes = Array(file.text.utf8)
            for _ in 0..<random.int(1...4) {
                let place = random.int(0...max(0, bytes.count - 1))
                switch random.int(0...3) {
                case 0: bytes.removeSubrange(place..<min(bytes.count, place + random.int(1...40)))
                case 1:
                    bytes.insert(
                        contentsOf: random.one(of: [" ", "\n", "{{", "'", "\"", "&&", "(", ": "]).utf8, at: place)
                case 2: bytes[place] = UInt8(random.int(32...126))
                default: bytes = Array(bytes.prefix(place))
                }
                if bytes.isEmpty { bytes = [10] }
            }
            let broken = ConfigurationFile(path: file.path, text: String(decoding: bytes, as: UTF8.self))
            let report = RuleLint.run(LintInput(files: [broken], registry: input.registry, quality: limits))
            if !report.findings.isEmpty { found += 1 }
        }
        #expect(found > 20, "seed \(seed)")
    }

    @Test func theSameFilesGiveTheSameFindings() throws {
        let input = try ShippedRulesTests.input()
        #expect(RuleLint.run(input).findings == RuleLint.run(input).findings)
    }
}
