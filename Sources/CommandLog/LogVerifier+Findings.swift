import Telemetry

extension LogVerifier {
    /// Explains what was found, after the last entry.
    package func finish() -> LogVerification {
        var findings: [LogFinding] = []
        if !faults.isEmpty {
            var reconstruction = LogReconstruction(remembered: remembered, faults: faults, last: last, head: head)
            findings = reconstruction.explain()
        }
        if unexplained > 0 { findings.append(.more(count: unexplained)) }
        if let head {
            // An entry whose number was changed is still there.
            let reached = findings.reduce(highest) { reached, finding in
                if case .changed(let entry) = finding { max(reached, entry) } else { reached }
            }
            if reached < head.entries {
                findings.append(.cutTail(entries: reached, head: head.entries))
            } else if findings.isEmpty, head.entries > 0, hashAtHead != head.hash {
                findings.append(.rechained(entry: head.entries))
            }
        }
        return LogVerification(entries: entries, head: last.hash, findings: findings)
    }
}

/// Finds out what was done to a log, from the entries around its faults.
///
/// An entry that does not follow from the one stored before it is tried against the entry that its number says it
/// follows, and against those stored shortly before. Where it fits one, it is genuine, and what stands between was either
/// moved there (something else follows from it) or inserted (nothing does).
struct LogReconstruction {
    /// Entries stored before a broken link that are tried as its true predecessor.
    private static let lookBack = 64

    private let stored: [LogVerifier.Seen]
    private let faults: [LogVerifier.Fault]
    private let last: LogVerifier.Seen
    private let head: LogHead?
    private var indicesByNumber: [Int64: [Int]] = [:]
    /// True predecessor's position, by the position of the entry that follows from it; only where the link is broken.
    private var joined: [Int64: Int64] = [:]
    /// Positions that an entry not stored right after them follows from.
    private var continuedElsewhere: Set<Int64> = []
    private var brokenLinks: Set<Int64> = []
    private var inserted: Set<Int64> = []

    init(
        remembered: [LogVerifier.Seen], faults: [LogVerifier.Fault], last: LogVerifier.Seen, head: LogHead?
    ) {
        stored = (remembered.first?.position == 1 ? [.beginning] : []) + remembered
        self.faults = faults
        self.last = last
        self.head = head
        for (index, seen) in stored.enumerated() {
            if let number = seen.number { indicesByNumber[number, default: []].append(index) }
        }
    }

    mutating func explain() -> [LogFinding] {
        for fault in faults where fault.linkBroken {
            brokenLinks.insert(fault.seen.position)
            if let predecessor = truePredecessor(of: fault) {
                joined[fault.seen.position] = predecessor
                continuedElsewhere.insert(predecessor)
            }
        }
        findInserted()
        var findings: [LogFinding] = []
        var highest: Int64 = 0
        var next = 0
        let faulty = Set(faults.map(\.seen.position))
        for fault in faults {
            // What stands between the last fault and this one, this one included, is told of in the stored order.
            while next < stored.count, stored[next].position <= fault.seen.position {
                let seen = stored[next]
                next += 1
                if inserted.contains(seen.position) {
                    findings.append(.inserted(row: seen.row))
                } else if seen.position < fault.seen.position, !faulty.contains(seen.position) {
                    highest = max(highest, seen.number ?? highest + 1)
                }
            }
            if inserted.contains(fault.seen.position) { continue }
            let explained = explain(fault, highest: highest)
            findings.append(contentsOf: explained)
            // A changed line's own number may be wrong: it stands for the one that was due.
            if case .changed(let entry)? = explained.last {
                highest = max(highest, entry)
            } else {
                highest = max(highest, fault.seen.number ?? highest + 1)
            }
        }
        return findings
    }

    private func truePredecessor(of fault: LogVerifier.Fault) -> Int64? {
        func fits(_ candidate: LogVerifier.Seen) -> Bool {
            fault.line.withUnsafeBytes { LogHash.chained(candidate.hash, $0) } == fault.seen.hash
        }
        if let number = fault.seen.number, number > 0 {
            for index in indicesByNumber[number - 1] ?? [] where fits(stored[index]) { return stored[index].position }
        }
        guard let base = stored.first?.position else { return nil }
        let end = Int(fault.seen.position - base)
        guard end > 0, end <= stored.count else { return nil }
        for index in stride(from: end - 1, through: max(0, end - LogReconstruction.lookBack), by: -1)
        where fits(stored[index]) {
            return stored[index].position
        }
        return nil
    }

    /// What lies between a genuine entry and its true predecessor before it, and nothing outside follows from.
    private mutating func findInserted() {
        for fault in faults {
            guard let predecessor = joined[fault.seen.position], predecessor < fault.seen.position - 1 else { continue }
            let run = (predecessor + 1)..<fault.seen.position
            guard run.count <= LogReconstruction.lookBack else { continue }
            let movedHere = run.contains { position in
                continuedElsewhere.contains(position)
                    && joined.contains { $0.value == position && !run.contains($0.key) }
            }
            if !movedHere { inserted.formUnion(run) }
        }
        guard let head, let end = faults.last, end.seen == last, end.linkBroken, joined[end.seen.position] == nil,
            end.previous.number ?? end.previous.row >= head.entries
        else { return }
        inserted.insert(end.seen.position)
    }

    private func explain(_ fault: LogVerifier.Fault, highest: Int64) -> [LogFinding] {
        let isGenuine = !fault.linkBroken || joined[fault.seen.position] != nil
        guard let number = fault.seen.number else { return [.changed(entry: highest + 1)] }
        if number == highest + 1 { return isGenuine ? [] : [.changed(entry: number)] }
        if !isGenuine, standsFor(highest + 1, fault) { return [.changed(entry: highest + 1)] }
        if number <= highest { return [.reordered(entry: number, row: fault.seen.row)] }
        let removed = missing(from: highest + 1, below: number)
        if removed.isEmpty, !isGenuine { return [.reordered(entry: number, row: fault.seen.row)] }
        return removed
    }

    /// An entry whose number was changed as well: the next one follows from it and has the number after the expected.
    private func standsFor(_ number: Int64, _ fault: LogVerifier.Fault) -> Bool {
        guard let base = stored.first?.position else { return false }
        let next = Int(fault.seen.position - base) + 1
        // The last entry has none after it: its number is wrong if another has it, or if the head counts it as due.
        guard next < stored.count else {
            return head?.entries == number || fault.seen.number.map { indicesByNumber[$0]?.count ?? 0 > 1 } ?? true
        }
        return stored[next].number == number + 1 && !brokenLinks.contains(stored[next].position)
    }

    /// Runs of numbers that are stored nowhere.
    private func missing(from first: Int64, below end: Int64) -> [LogFinding] {
        var findings: [LogFinding] = []
        var start = first
        let known = indicesByNumber.keys.filter { $0 >= first && $0 < end }.sorted()
        for number in known + [end] {
            if number > start { findings.append(.removed(first: start, last: number - 1)) }
            start = number + 1
        }
        return findings
    }
}
