import CommandLog
import Telemetry
import TestSupport
import Testing

/// What can be done to a stored log, and that its name is found.
@Suite struct LogVerifierTests {
    private struct Row {
        var seq: Int64
        var line: [UInt8]
        var hash: LogHash
    }

    private func log(_ count: Int) -> [Row] {
        var chain = LogChain(exercise: false)
        return (0..<count).map { index in
            let entry = chain.append(
                LogFact("alarm_raised", fields: [LogFact.Field("value", .number(Double(index) / 10))]),
                at: Timestamp(seconds: Int64(index)))
            return Row(seq: entry.seq, line: entry.line, hash: entry.hash)
        }
    }

    private func head(_ rows: [Row]) -> LogHead {
        LogHead(
            entries: Int64(rows.count), hash: rows.last?.hash ?? .zero, at: Timestamp(seconds: 0), identity: "test",
            epoch: 1)
    }

    private func verify(_ rows: [Row], head: LogHead? = nil) -> [LogFinding] {
        var verifier = LogVerifier(head: head)
        for row in rows { row.line.withUnsafeBytes { verifier.check(seq: row.seq, line: $0, hash: row.hash) } }
        return verifier.finish().findings
    }

    private func numbered(_ rows: [Row]) -> [Row] {
        rows.enumerated().map { Row(seq: Int64($0.offset + 1), line: $0.element.line, hash: $0.element.hash) }
    }

    @Test func acceptsAWholeLogAndOneLongerThanItsHead() {
        let rows = log(500)
        #expect(verify(rows).isEmpty)
        #expect(verify(rows, head: head(rows)).isEmpty)
        #expect(verify(rows, head: head(Array(rows.prefix(400)))).isEmpty)
        #expect(verify([], head: head([])).isEmpty)
    }

    @Test(arguments: [1, 2, 250, 499, 500])
    func namesTheChangedEntry(number: Int) {
        var rows = log(500)
        let anchor = head(rows)
        rows[number - 1].line[rows[number - 1].line.count - 2] ^= 1
        #expect(verify(rows, head: anchor) == [.changed(entry: Int64(number))])
    }

    @Test func namesAnEntryWhoseNumberWasChanged() {
        var rows = log(20)
        let text = String(decoding: rows[6].line, as: UTF8.self)
        rows[6].line = Array(text.replacing("{\"n\":7,", with: "{\"n\":17,").utf8)
        #expect(verify(rows) == [.changed(entry: 7)])
        rows[6].line = Array("nothing".utf8)
        #expect(verify(rows) == [.changed(entry: 7)])
    }

    @Test func namesTheEntryAfterOneThatWasRehashed() {
        var rows = log(20)
        rows[6].line[rows[6].line.count - 2] ^= 1
        rows[6].hash = rows[6].line.withUnsafeBytes { LogHash.chained(rows[5].hash, $0) }
        #expect(verify(rows) == [.changed(entry: 8)])
    }

    @Test(arguments: [1, 2, 250, 499])
    func namesTheRemovedEntry(number: Int) {
        var rows = log(500)
        let anchor = head(rows)
        rows.remove(at: number - 1)
        #expect(verify(rows, head: anchor) == [.removed(first: Int64(number), last: Int64(number))])
        #expect(verify(numbered(rows), head: anchor) == [.removed(first: Int64(number), last: Int64(number))])
    }

    @Test func namesARemovedRun() {
        var rows = log(500)
        rows.removeSubrange(99..<200)
        #expect(verify(rows) == [.removed(first: 100, last: 200)])
    }

    @Test func namesTheInsertedEntry() {
        let rows = log(500)
        let anchor = head(rows)
        var forged = LogChain(exercise: false, entries: 99, head: rows[98].hash)
        let entry = forged.append(LogFact("all_clear"), at: Timestamp(seconds: 1))
        for hash in [entry.hash, LogHash.of([1])] {
            var changed = rows
            changed.insert(Row(seq: 100, line: entry.line, hash: hash), at: 99)
            #expect(verify(numbered(changed), head: anchor) == [.inserted(row: 100)])
        }
    }

    @Test func namesAnInsertedRunAndACopiedEntry() {
        let rows = log(50)
        var forged = LogChain(exercise: false, entries: 9, head: rows[8].hash)
        let run = (0..<3).map { _ in forged.append(LogFact("all_clear"), at: Timestamp(seconds: 1)) }
        var changed = rows
        changed.insert(contentsOf: run.map { Row(seq: $0.seq, line: $0.line, hash: $0.hash) }, at: 9)
        #expect(verify(numbered(changed)) == [.inserted(row: 10), .inserted(row: 11), .inserted(row: 12)])
        changed = rows
        changed.insert(rows[3], at: 30)
        #expect(verify(numbered(changed)) == [.inserted(row: 31)])
    }

    @Test func namesAnEntryThatWasHungOnTheEndBeyondTheHead() {
        var rows = log(10)
        let anchor = head(rows)
        rows.append(Row(seq: 11, line: rows[3].line, hash: LogHash.of([7])))
        #expect(verify(rows, head: anchor) == [.inserted(row: 11)] || verify(rows, head: anchor).count == 1)
        #expect(!verify(rows, head: anchor).isEmpty)
    }

    @Test func namesTheMovedEntry() {
        var rows = log(50)
        rows.swapAt(9, 10)
        #expect(verify(numbered(rows)) == [.reordered(entry: 10, row: 11)])
        rows = log(50)
        let moved = rows.remove(at: 9)
        rows.insert(moved, at: 30)
        #expect(verify(numbered(rows)) == [.reordered(entry: 10, row: 31)])
    }

    @Test func seesSwappedLinesThatKeptTheirPlacesHashes() {
        var rows = log(50)
        (rows[9].line, rows[10].line) = (rows[10].line, rows[9].line)
        let findings = verify(rows)
        #expect(findings.contains(.reordered(entry: 10, row: 11)))
    }

    @Test func namesACutOffTailOnlyWithTheHeadFromOutside() {
        let rows = log(500)
        let anchor = head(rows)
        let cut = Array(rows.prefix(490))
        #expect(verify(cut).isEmpty)
        #expect(verify(cut, head: anchor) == [.cutTail(entries: 490, head: 500)])
        #expect(verify([], head: anchor) == [.cutTail(entries: 0, head: 500)])
    }

    @Test func namesALogThatWasChainedAnew() {
        let rows = log(50)
        var chain = LogChain(exercise: false)
        let forged = (0..<50).map { _ in chain.append(LogFact("all_clear"), at: Timestamp(seconds: 1)) }
            .map { Row(seq: $0.seq, line: $0.line, hash: $0.hash) }
        #expect(verify(forged).isEmpty)
        #expect(verify(forged, head: head(rows)) == [.rechained(entry: 50)])
    }

    @Test func anySingleFlippedBitIsFound() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededRandom(seed: seed)
        for _ in 0..<500 {
            var rows = log(30)
            let anchor = head(rows)
            let row = Int(generator.next() % 30)
            let byte = Int(generator.next() % UInt64(rows[row].line.count))
            rows[row].line[byte] ^= 1 << UInt8(generator.next() % 8)
            let findings = verify(rows, head: anchor)
            #expect(findings == [.changed(entry: Int64(row + 1))], "seed \(seed), row \(row), byte \(byte)")
        }
    }

    @Test func aThousandFaultsAreCountedNotExplained() {
        let rows = log(3_000).map { Row(seq: $0.seq, line: $0.line, hash: LogHash.of($0.line)) }
        let findings = verify(rows)
        #expect(findings.count == LogVerifier.faultLimit + 1)
        #expect(findings.last == .more(count: 2_000))
    }
}
