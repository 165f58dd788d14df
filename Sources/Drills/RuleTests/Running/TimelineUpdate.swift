import Configuration
import Foundation
import Telemetry

/// Writes what happened into a test file's timelines. Everything else stays as it was written: comments, order, what entries
/// say of labels and texts.
struct TimelineUpdate {
    private var lines: [String]
    /// Lines to be put before the line of this index.
    private var insertions: [Int: [String]] = [:]
    private var removed: Set<Int> = []
    /// Tests whose timeline is not written one entry a line.
    private(set) var skipped: [String] = []
    private(set) var updated: [String] = []
    /// What the file's lines end with before the line feed.
    private let lineEnd: String

    init(_ text: String) {
        // By bytes: to a Character, a carriage return and a line feed are one.
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
        lineEnd = lines.first?.utf8.last == UInt8(ascii: "\r") ? "\r" : ""
    }

    var text: String {
        var result: [String] = []
        for (index, line) in lines.enumerated() {
            result += (insertions[index] ?? []).map { $0 + lineEnd }
            if !removed.contains(index) { result.append(line) }
        }
        result += (insertions[lines.count] ?? []).map { $0 + lineEnd }
        return result.joined(separator: "\n")
    }

    /// One entry as it will stand in the file.
    private struct Item {
        /// Nil where it is new.
        var entry: TimelineEntry?
        var step: RuleTestStep
    }

    /// Takes over what a test's compared alerts did.
    mutating func apply(_ test: RuleTest, actual: [RuleTestStep]) {
        guard let node = test.timelineNode else { return }
        let kept = TimelineUpdate.common(test.timeline, actual)
        let isSame =
            kept.count == actual.count && kept.count == test.timeline.count
            && kept.allSatisfy { test.timeline[$0.expected].at == actual[$0.actual].at }
        if isSame { return }
        if test.timeline.isEmpty {
            guard writeNew(node, actual) else { return skipped.append(test.name) }
            return updated.append(test.name)
        }
        guard test.timeline.allSatisfy({ startsItsLine($0.node) }) else { return skipped.append(test.name) }
        let gone = Set(test.timeline.indices).subtracting(kept.map(\.expected))
        for index in gone { removed.formUnion(range(of: test.timeline[index])) }
        let items = order(test, actual, kept)
        write(items, indentation: dashColumn(test.timeline[0].node))
        updated.append(test.name)
    }

    // MARK: What belongs together

    /// The longest common part of both, by alarm and transition.
    private static func common(
        _ expected: [TimelineEntry], _ actual: [RuleTestStep]
    ) -> [(expected: Int, actual: Int)] {
        var lengths = Array(repeating: Array(repeating: 0, count: actual.count + 1), count: expected.count + 1)
        func isSame(_ left: Int, _ right: Int) -> Bool {
            expected[left].alarm == actual[right].alarm && expected[left].transition == actual[right].transition
        }
        for left in expected.indices.reversed() {
            for right in actual.indices.reversed() {
                lengths[left][right] =
                    isSame(left, right)
                    ? lengths[left + 1][right + 1] + 1 : max(lengths[left + 1][right], lengths[left][right + 1])
            }
        }
        var result: [(expected: Int, actual: Int)] = []
        var left = 0
        var right = 0
        while left < expected.count, right < actual.count {
            if isSame(left, right) {
                result.append((left, right))
                left += 1
                right += 1
            } else if lengths[left + 1][right] >= lengths[left][right + 1] {
                left += 1
            } else {
                right += 1
            }
        }
        return result
    }

    /// Kept entries in the order of the file, each new one after what happened before it.
    private func order(
        _ test: RuleTest, _ actual: [RuleTestStep], _ kept: [(expected: Int, actual: Int)]
    ) -> [Item] {
        var items = kept.map { Item(entry: test.timeline[$0.expected], step: actual[$0.actual]) }
            .sorted { ($0.entry?.node.line ?? 0) < ($1.entry?.node.line ?? 0) }
        let known = Set(kept.map(\.actual))
        for index in actual.indices where !known.contains(index) {
            let step = actual[index]
            let before = index > 0 ? actual[index - 1] : nil
            let position = before.flatMap { earlier in
                items.lastIndex {
                    $0.step.at == earlier.at && $0.step.alarm == earlier.alarm
                        && $0.step.transition == earlier.transition
                }
            }
            items.insert(Item(entry: nil, step: step), at: position.map { $0 + 1 } ?? 0)
        }
        return items
    }

    // MARK: Lines

    private mutating func write(_ items: [Item], indentation: Int) {
        var alarm: AlarmID?
        var next = items.first { $0.entry != nil }.map { ($0.entry?.node.line ?? 1) - 1 } ?? 0
        if items.allSatisfy({ $0.entry == nil }) { next = removed.min() ?? lines.count }
        for item in items {
            if let entry = item.entry {
                let isNamed = (entry.namesAlert && entry.namesKey) || alarm == entry.alarm
                rewrite(entry, at: item.step.at, names: isNamed ? nil : item.step.alarm)
                next = (range(of: entry).last ?? entry.node.line - 1) + 1
            } else {
                let names = alarm == item.step.alarm ? "" : TimelineUpdate.names(item.step.alarm)
                insertions[next, default: []].append(
                    String(repeating: " ", count: indentation)
                        + "- {at: \(item.step.at.text)\(names), to: \(item.step.transition.rawValue)}")
            }
            alarm = item.step.alarm
        }
    }

    private static func names(_ alarm: AlarmID) -> String {
        ", alert: \(alarm.alert), key: \(scalar(alarm.key))"
    }

    /// A text that YAML reads back as it is.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_/.".utf8.contains(byte)
        }
        return isPlain && !text.isEmpty ? text : RuleTestReader.quoted(text)
    }

    /// Gives an entry its new time, and the names that it took from an entry that is gone.
    private mutating func rewrite(_ entry: TimelineEntry, at: Interval, names: AlarmID?) {
        let index = entry.atNode.line - 1
        guard lines.indices.contains(index), let written = entry.atNode.text else { return }
        var scalars = Array(lines[index].unicodeScalars)
        let start = entry.atNode.column - 1
        let length = written.unicodeScalars.count + (entry.atNode.isQuoted ? 2 : 0)
        guard start >= 0, start + length <= scalars.count else { return }
        var replacement = entry.at == at ? String(String.UnicodeScalarView(scalars[start..<start + length])) : at.text
        var added: [(String, String)] = []
        if let names, !entry.namesAlert { added.append(("alert", names.alert)) }
        if let names, !entry.namesKey { added.append(("key", TimelineUpdate.scalar(names.key))) }
        if isFlow(entry.node) {
            replacement += added.map { ", \($0.0): \($0.1)" }.joined()
        } else {
            let indentation = String(repeating: " ", count: entry.node.column - 1)
            insertions[index + 1, default: []] += added.map { "\(indentation)\($0.0): \($0.1)" }
        }
        scalars.replaceSubrange(start..<start + length, with: Array(replacement.unicodeScalars))
        lines[index] = String(String.UnicodeScalarView(scalars))
    }

    private mutating func writeNew(_ node: ConfigurationNode, _ actual: [RuleTestStep]) -> Bool {
        let index = node.line - 1
        guard lines.indices.contains(index), let key = lines[index].range(of: "timeline:"),
            lines[index][key.upperBound...].filter({ $0 != " " }).hasPrefix("[]")
        else { return false }
        let column = lines[index].unicodeScalars.distance(from: lines[index].startIndex, to: key.lowerBound)
        let rest = lines[index][key.upperBound...].drop { $0 == " " }.dropFirst(2)
        lines[index] = String(lines[index][..<key.upperBound]) + String(rest)
        write(
            actual.map { Item(entry: nil, step: $0) }, indentation: column + 2, before: index + 1)
        return true
    }

    private mutating func write(_ items: [Item], indentation: Int, before line: Int) {
        var alarm: AlarmID?
        for item in items {
            let names = alarm == item.step.alarm ? "" : TimelineUpdate.names(item.step.alarm)
            insertions[line, default: []].append(
                String(repeating: " ", count: indentation)
                    + "- {at: \(item.step.at.text)\(names), to: \(item.step.transition.rawValue)}")
            alarm = item.step.alarm
        }
    }

    private func isFlow(_ node: ConfigurationNode) -> Bool {
        let scalars = Array(lines[node.line - 1].unicodeScalars)
        return scalars.indices.contains(node.column - 1) && scalars[node.column - 1] == "{"
    }

    /// Whether nothing but the dash stands before the entry.
    private func startsItsLine(_ node: ConfigurationNode) -> Bool {
        guard lines.indices.contains(node.line - 1) else { return false }
        let before = lines[node.line - 1].unicodeScalars.prefix(node.column - 1).filter { $0 != " " }
        return before.count == 1 && before.first == "-"
    }

    private func dashColumn(_ node: ConfigurationNode) -> Int {
        lines[node.line - 1].unicodeScalars.prefix { $0 == " " }.count
    }

    /// Indices of an entry's lines: its first, and those indented below it.
    private func range(of entry: TimelineEntry) -> [Int] {
        let first = entry.node.line - 1
        let dash = dashColumn(entry.node)
        var result = [first]
        for index in (first + 1)..<max(first + 1, lines.count) {
            let scalars = lines[index].unicodeScalars
            let indentation = scalars.prefix { $0 == " " }.count
            guard indentation > dash, indentation < scalars.count,
                scalars[scalars.index(scalars.startIndex, offsetBy: indentation)] != "#"
            else { break }
            result.append(index)
        }
        return result
    }
}
