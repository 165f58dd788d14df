import Foundation
import Testing

@testable import CEL

/// The files lie beside the repository and are not part of it; without them these tests say so and pass.
enum SharedFiles {
    static let folder: URL = {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.deletingLastPathComponent().appendingPathComponent("shared/cel")
    }()

    static func files() -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/conformance")) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map {
            folder.appendingPathComponent("conformance").appendingPathComponent($0)
        }
    }

    static func read(_ url: URL) -> [UInt8]? { (try? Data(contentsOf: url)).map { [UInt8]($0) } }
}

@Suite struct ConformanceTests {
    @Test func passesTheConformanceSuite() throws {
        let files = SharedFiles.files()
        guard !files.isEmpty else {
            print("skipped: no conformance files at \(SharedFiles.folder.path)")
            return
        }
        var all = ConformanceRunner.Report()
        for file in files {
            let bytes = try #require(SharedFiles.read(file))
            all.outcomes += try ConformanceRunner.run(bytes).outcomes
        }
        for failure in all.failures {
            print("\(failure.level) \(failure.id): \(failure.expression): \(failure.problem ?? "")")
        }
        for level in all.levels { print(level, all.counts(level: level)) }
        #expect(all.counts(level: "must").failed == 0)
        let should = all.counts(level: "should")
        #expect(should.failed * 50 <= should.passed + should.failed)
        let may = all.counts(level: "may")
        #expect(may.failed * 10 <= may.passed + may.failed)
    }

    @Test func agreesWithTheDifferentialCorpus() throws {
        guard let bytes = SharedFiles.read(SharedFiles.folder.appendingPathComponent("differential.json")) else {
            print("skipped: no differential corpus at \(SharedFiles.folder.path)")
            return
        }
        let report = try ConformanceRunner.run(bytes)
        for failure in report.failures { print("\(failure.id): \(failure.expression): \(failure.problem ?? "")") }
        #expect(report.failures.count * 100 <= report.outcomes.count)
    }
}
