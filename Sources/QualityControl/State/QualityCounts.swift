import Telemetry

/// What quality control has counted since the database was created.
package struct QualityCounts: Hashable, Sendable {
    /// Readings assessed, by the flag at their arrival.
    package var passed: Int64 = 0
    package var notEvaluated: Int64 = 0
    package var suspect: Int64 = 0
    package var failed: Int64 = 0
    package var missing: Int64 = 0
    /// Flags changed afterwards, by readings that came later.
    package var revised: Int64 = 0
    /// How often each test was not passed, in the order of `QualityTests.named`.
    package var byTest = [Int64](repeating: 0, count: QualityTests.named.count)

    package init() {}

    mutating func count(_ flag: QualityFlag) {
        switch flag {
        case .pass: passed += 1
        case .notEvaluated: notEvaluated += 1
        case .suspect: suspect += 1
        case .fail: failed += 1
        case .missing: missing += 1
        }
    }

    mutating func count(_ tests: QualityTests) {
        if tests.isEmpty { return }
        for index in byTest.indices where tests.contains(QualityTests.named[index].test) { byTest[index] += 1 }
    }

    package func encode(into writer: inout ByteWriter) {
        for number in [passed, notEvaluated, suspect, failed, missing, revised] { writer.write(number) }
        writer.write(byTest.count)
        for number in byTest { writer.write(number) }
    }

    package init(from reader: inout ByteReader) throws(CodingFault) {
        passed = try reader.readInt64()
        notEvaluated = try reader.readInt64()
        suspect = try reader.readInt64()
        failed = try reader.readInt64()
        missing = try reader.readInt64()
        revised = try reader.readInt64()
        guard try reader.readCount() == byTest.count else {
            throw CodingFault(position: reader.position, what: "counts other tests")
        }
        for index in byTest.indices { byTest[index] = try reader.readInt64() }
    }
}
