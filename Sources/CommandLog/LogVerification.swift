/// What checking a log found.
package struct LogVerification: Hashable, Sendable {
    /// Entries read.
    package var entries: Int64
    /// Hash of the last entry.
    package var head: LogHash
    /// In the log's order; empty where the log is whole.
    package var findings: [LogFinding]

    package init(entries: Int64, head: LogHash, findings: [LogFinding]) {
        self.entries = entries
        self.head = head
        self.findings = findings
    }

    package var isIntact: Bool { findings.isEmpty }
}

/// One thing that is wrong with a log, by the entry's number.
package enum LogFinding: Hashable, Sendable {
    /// The line is not the one that was hashed (or the entry before it was written anew together with its hash).
    case changed(entry: Int64)
    /// Entries that were there are not.
    case removed(first: Int64, last: Int64)
    /// An entry that no entry after it knows. `row` is where it is stored.
    case inserted(row: Int64)
    /// The entry stands at another place than its own.
    case reordered(entry: Int64, row: Int64)
    /// The log ends before the head: entries after `entries` are gone.
    case cutTail(entries: Int64, head: Int64)
    /// The log is as long as its head, but the entry that the head names has another hash: it was chained anew.
    case rechained(entry: Int64)
    /// More faults than are explained one by one.
    case more(count: Int64)

    /// English snake_case, for JSON.
    package var code: String {
        switch self {
        case .changed: "changed"
        case .removed: "removed"
        case .inserted: "inserted"
        case .reordered: "reordered"
        case .cutTail: "cut_tail"
        case .rechained: "rechained"
        case .more: "more"
        }
    }

    /// Number of the first entry concerned.
    package var entry: Int64? {
        switch self {
        case .changed(let entry), .reordered(let entry, _), .rechained(let entry): entry
        case .removed(let first, _): first
        case .inserted(let row): row
        case .cutTail(let entries, _): entries + 1
        case .more: nil
        }
    }

    /// A full sentence.
    package var message: String {
        switch self {
        case .changed(let entry):
            "Entry \(entry) was changed: it is not what its hash was made of"
                + (entry > 1 ? " (or entry \(entry - 1) was written anew together with its hash)." : ".")
        case .removed(let first, let last):
            first == last ? "Entry \(first) was removed." : "Entries \(first) to \(last) were removed."
        case .inserted(let row): "The entry stored as number \(row) was inserted: no later entry follows from it."
        case .reordered(let entry, let row):
            "Entry \(entry) was moved: it stands at the place of entry \(row)."
        case .cutTail(let entries, let head):
            "The end was cut off: the head names \(head) entries, the log ends after \(entries)."
        case .rechained(let entry):
            "The log was written anew: entry \(entry) does not have the hash that the head names."
        case .more(let count): "\(count) further entries do not fit either."
        }
    }

    /// The same in Chinese.
    package var chineseMessage: String {
        switch self {
        case .changed(let entry):
            "第 \(entry) 条被改动：内容与其哈希不符" + (entry > 1 ? "（或第 \(entry - 1) 条连同其哈希被重写）。" : "。")
        case .removed(let first, let last): first == last ? "第 \(first) 条被删除。" : "第 \(first) 至 \(last) 条被删除。"
        case .inserted(let row): "存为第 \(row) 条的记录是插入的：其后没有记录承接它。"
        case .reordered(let entry, let row): "第 \(entry) 条被移动：现位于第 \(row) 条的位置。"
        case .cutTail(let entries, let head): "日志末尾被截断：链头记有 \(head) 条，日志止于第 \(entries) 条。"
        case .rechained(let entry): "日志被整体重写：第 \(entry) 条的哈希与链头不符。"
        case .more(let count): "另有 \(count) 条不相符。"
        }
    }
}
