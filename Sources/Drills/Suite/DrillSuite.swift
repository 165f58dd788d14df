import Configuration
import Dispatch
import Foundation
import Operations
import Recordings
import Synchronization
import Telemetry

/// A folder of recordings with expectations, run as tests: each through the city's rules, in a database of its own.
package struct DrillSuite: Sendable {
    package let folder: String
    package let city: LoadedCity
    /// Recordings played at the same time, 1 or more.
    package let jobs: Int

    package init(folder: String, city: LoadedCity, jobs: Int = 1) {
        self.folder = folder
        self.city = city
        self.jobs = max(1, jobs)
    }

    private static let endings = [".tocsin.jsonl", ".tocsin.jsonl.zst", ".jsonl", ".jsonl.zst"]

    /// Paths of the folder's recordings, below it, sorted.
    package static func recordings(in folder: String) -> [String] {
        let walk = FileManager.default.enumerator(atPath: folder)
        let paths = (walk?.allObjects ?? []).compactMap { $0 as? String }
        return paths.filter { path in
            endings.contains(where: path.hasSuffix) && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }.sorted()
    }

    /// Plays all of them; the results are in the order of their names, whatever ends first.
    package func run() -> [DrillSuiteResult] {
        let paths = DrillSuite.recordings(in: folder)
        let results = Mutex([DrillSuiteResult?](repeating: nil, count: paths.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, max(1, paths.count))) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < paths.count else { return }
                let result = play(paths[index])
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }

    private func play(_ path: String) -> DrillSuiteResult {
        var result = DrillSuiteResult(path: path)
        do {
            var run = DrillRun(
                recordingPath: folder + "/" + path, configuration: .city(city, allowsChanged: true), speed: .max)
            run.departments = try script(beside: path)
            let report = try run.run { _, _ in }
            result.title = report.header?.title
            result.changed = report.header.map { DrillRun.changes(of: city, since: $0) } ?? []
            result.verdicts = report.verdicts
            if report.verdicts.isEmpty {
                result.error = "The recording expects nothing, so that it can't fail: add expect lines, or take it out."
            }
        } catch {
            result.error = "\(error)"
        }
        return result
    }

    /// `storm.departments.yaml` beside `storm.tocsin.jsonl` says who answers in it.
    private func script(beside path: String) throws -> DepartmentScript? {
        let ending = DrillSuite.endings.filter(path.hasSuffix).max { $0.count < $1.count } ?? ""
        let name = path.dropLast(ending.count) + ".departments.yaml"
        guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { return nil }
        return try DepartmentScriptReader.read(
            ConfigurationFile(path: folder + "/" + name, text: String(decoding: data, as: UTF8.self)),
            linkage: city.linkage)
    }
}

/// What became of one recording of a suite.
package struct DrillSuiteResult: Hashable, Sendable {
    /// Below the suite's folder.
    package var path: String
    /// Nil for a recording of another program.
    package var title: Bilingual?
    /// Parts of the city that are not those it was recorded with: `rules`, `registry`, `linkage`.
    package var changed: [String] = []
    /// In the order written.
    package var verdicts: [ExpectationVerdict] = []
    /// Why it could not be run, or proves nothing; a full sentence.
    package var error: String?

    package var isPassed: Bool { error == nil && verdicts.allSatisfy { $0.finding == nil } }
}

/// What became of one expectation.
package struct ExpectationVerdict: Hashable, Sendable {
    /// What was expected: `RiverAlert (warwick) raised within 2h from 2026-07-01T10:00:00Z`.
    package var name: String
    /// What is wrong, as a full sentence; nil where it is met.
    package var finding: String?
}
