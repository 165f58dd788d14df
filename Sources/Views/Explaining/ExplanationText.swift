import Telemetry

/// What the sheets of `why` and `why-not` share: lines of people's text, each of which passes the gate as a whole.
struct ExplanationText {
    let names: NameBook
    let language: Language
    /// Times on its day are shown without the day.
    let reference: Timestamp
    private(set) var text = ""

    init(names: NameBook, language: Language, reference: Timestamp) {
        self.names = names
        self.language = language
        self.reference = reference
        if names.exercise { line(Vocabulary.exerciseMark) }
    }

    func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

    func clock(_ time: Timestamp) -> String { TimeText.clock(time, near: reference, names) }

    func full(_ time: Timestamp) -> String { "\(TimeText.full(time, names)) \(TimeText.offset(names))" }

    func length(_ seconds: Double) -> String {
        TimeText.length(Interval(nanoseconds: Int64((min(abs(seconds), 1e9) * 1e9).rounded())), language)
    }

    mutating func line(_ content: String) {
        text += DisplayText.safe(content) + "\n"
    }

    mutating func fact(_ chinese: String, _ english: String, _ value: String) {
        line("  " + TerminalWidth.padded(say(chinese, english), to: 16) + value)
    }

    // MARK: Conditions

    /// A number or a text that stands in the rule itself: its value says nothing.
    private func isLiteral(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        return first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") || Double(text) != nil
    }

    /// The parts that block, each with how far it is from the threshold and since when.
    mutating func blocking(_ condition: ConditionView) {
        for part in condition.parts where part.blocks {
            var content = "  → \(part.text): " + outcome(part)
            if let margin = margin(part) { content += say("，", ", ") + margin }
            if let since = part.since {
                content += say("；自 \(clock(since)) 起如此", "; so since \(clock(since))")
                if let otherwise = part.otherwiseAt {
                    content += say("（\(clock(otherwise)) 时不同）", " (otherwise at \(clock(otherwise)))")
                } else {
                    content += say("或更早", " or earlier")
                }
            }
            line(content)
        }
    }

    /// The whole tree with every value.
    mutating func tree(_ condition: ConditionView, title: (chinese: String, english: String)) {
        line("  \(say(title.chinese, title.english)): \(truth(condition.truth))")
        for part in condition.parts where !isLiteral(part.text) {
            let mark = part.blocks ? "→" : " "
            let indent = String(repeating: "  ", count: min(part.depth, 20))
            line("   \(mark) \(indent)\(part.text)  = \(outcome(part))")
        }
    }

    mutating func values(_ conditions: [ConditionView]) {
        var seen: Set<String> = []
        let all = conditions.flatMap(\.names).filter { seen.insert($0.name).inserted }
        if all.isEmpty { return }
        line(say("  取值", "  Values"))
        for name in all {
            var content = "    \(TerminalWidth.padded(name.name, to: 28))  "
            content += name.value.map { number($0) } ?? reasons(name.unknown)
            let sources = [name.source, name.date].compactMap { $0 }.filter { !$0.isEmpty }
            if !sources.isEmpty {
                content += say("（来源：", " (source: ") + sources.joined(separator: ", ") + say("）", ")")
            }
            line(content)
        }
    }

    private func truth(_ code: String) -> String {
        switch code {
        case "holds": say("成立", "holds")
        case "fails": say("不成立", "does not hold")
        case "unknown": say("无法判断", "not known")
        default: say("出错", "error")
        }
    }

    private func outcome(_ part: ConditionView.Part) -> String {
        if let error = part.error { return say("出错：", "error: ") + error }
        guard let value = part.value else { return say("无法判断：", "not known: ") + reasons(part.unknown) }
        switch value {
        case "true": return say("成立", "true")
        case "false": return say("不成立", "false")
        default: return number(value)
        }
    }

    private func reasons(_ codes: [String]) -> String {
        codes.map { Vocabulary.unknownReason($0, language) }.joined(separator: say("、", ", "))
    }

    /// `2.85 >= 3: 0.15 short`; equal sides that must differ say so.
    private func margin(_ part: ConditionView.Part) -> String? {
        guard let comparison = part.comparison else { return nil }
        let sides =
            "\(NumberText.value(rounded(comparison.left))) \(comparison.comparison) "
            + NumberText.value(rounded(comparison.right))
        let distance = abs(comparison.difference)
        guard distance.isFinite else { return sides }
        return sides + say("，相差 ", ", apart by ") + NumberText.value(rounded(distance))
    }

    private func number(_ text: String) -> String {
        guard let value = Double(text) else { return text }
        return NumberText.value(rounded(value))
    }

    /// For eyes: nine significant digits, so that 3.1999999999999997 reads 3.2.
    private func rounded(_ value: Double) -> Double {
        guard value.isFinite, value != 0, abs(value) < 1e12, abs(value) > 1e-9 else { return value }
        var scale = 1.0
        while abs(value) * scale < 1e8 { scale *= 10 }
        return (value * scale).rounded() / scale
    }

    // MARK: Readings

    mutating func sources(_ sources: [SourceView]) {
        for source in sources where !source.readings.isEmpty {
            let station = names.station(source.station, language)
            let looked = source.names.isEmpty ? "" : say("，供 ", ", for ") + source.names.joined(separator: ", ")
            line(
                "  " + say("读数", "Readings") + " \(station) \(Vocabulary.quantity(source.quantity, language))"
                    + say("（共 \(source.count) 条）", " (\(source.count) in all)") + looked)
            for reading in source.readings.suffix(12) { line("    " + self.reading(reading, source.unit)) }
        }
        let late = sources.flatMap(\.readings).filter { $0.late || $0.corrected }
        if !late.isEmpty {
            line(
                say(
                    "  其中 \(late.count) 条迟到或被更正，已按其自身时间重新判定",
                    "  \(late.count) of them came late or were corrected, and were judged from their own time"))
        }
    }

    private func reading(_ reading: SourceView.Reading, _ unit: String) -> String {
        var content = TerminalWidth.padded(clock(reading.eventTime), to: 16)
        content += TerminalWidth.padded(
            reading.value.map { NumberText.value($0, unit: unit) } ?? say("缺测", "missing"), to: 14)
        content += say("收到 ", "received ") + clock(reading.receivedAt)
        content += say("，", ", ") + Vocabulary.qualityFlag(reading.quality, language)
        if reading.late { content += say("，迟到", ", late") }
        if reading.corrected { content += say("，第 \(reading.revision) 次更正", ", revision \(reading.revision)") }
        if reading.clockDisbelieved { content += say("，设备时钟不可信", ", clock not believed") }
        return content
    }

    // MARK: Rule and proof

    mutating func rule(_ rule: RuleView, _ provenance: ProvenanceView) {
        let hash = provenance.ruleFile.map { say("，SHA-256 ", ", SHA-256 ") + $0 } ?? ""
        fact("规则文件", "Rule file", rule.file + hash)
        fact("表达式", "Expression", rule.expression)
        if let clear = rule.clearWhen { fact("解除条件", "Clears when", clear) }
        var delays: [String] = []
        if rule.forSeconds > 0 { delays.append("for " + length(rule.forSeconds)) }
        if rule.keepFiringForSeconds > 0 { delays.append("keep_firing_for " + length(rule.keepFiringForSeconds)) }
        if let cooldown = rule.cooldownSeconds { delays.append("cooldown " + length(cooldown)) }
        if rule.latching { delays.append(say("须人工复位", "latched until reset")) }
        if !delays.isEmpty { fact("计时", "Delays", delays.joined(separator: say("，", ", "))) }
    }

    mutating func proof(_ provenance: ProvenanceView, proven: Bool?, replayed: Int64) {
        if let configuration = provenance.configuration { fact("配置", "Configuration", configuration) }
        if let registry = provenance.registry { fact("台账", "Registry", registry) }
        var input = NumberText.count(provenance.input)
        if let entry = provenance.segmentEntry, let hash = provenance.segment {
            input += say("，其所在日志段 #\(entry)：", ", segment in entry #\(entry): ") + hash
        }
        fact("输入序号", "Input", input)
        let agreement =
            switch proven {
            case true?: say("与已存日志一致", "leads to the stored log")
            case false?: say("与已存日志不一致", "does not lead to the stored log")
            case nil: say("尚无日志可对照", "there is no log entry to compare with yet")
            }
        fact(
            "依据", "Found by",
            say(
                "重放流水 \(NumberText.count(replayed)) 条，\(agreement)",
                "folding \(NumberText.count(replayed)) inputs again, which \(agreement)"))
    }
}
