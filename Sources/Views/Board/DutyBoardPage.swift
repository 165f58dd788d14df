import Telemetry

/// The lines of a duty board for one size of screen and one language.
struct DutyBoardPage {
    private let board: DutyBoard
    private let width: Int
    private let height: Int
    private let language: Language
    private var page: [BoardLine] = []

    /// Lines of the log, its head counted, that stay in sight whatever else there is; on a small screen people come first.
    private var leastLogLines: Int { height < 20 ? 2 : 4 }
    /// What one incident may take of the screen, so that the next one is in sight too.
    private static let mostItems = 4

    init(board: DutyBoard, width: Int, height: Int, language: Language) {
        self.board = board
        self.width = width
        self.height = height
        self.language = language
    }

    mutating func lines() -> [BoardLine] {
        page = []
        head()
        banners()
        let now = board.now ?? .distantPast
        var waiting: [Entry] = []
        var underWay: [IncidentView] = []
        for incident in board.incidents where !incident.status.isOver {
            let items = DutyItem.of(incident, at: now, names: board.names, language: language)
            if let first = items.first {
                waiting.append(Entry(incident: incident, items: items, first: first))
            } else {
                underWay.append(incident)
            }
        }
        waiting.sort { $0.isBefore($1) }
        section(waiting: waiting, at: now)
        section(underWay: IncidentTable.sorted(underWay), at: now)
        log()
        return page
    }

    /// An incident that wants something of a person.
    private struct Entry {
        var incident: IncidentView
        var items: [DutyItem]
        var first: DutyItem

        /// Life safety before all else, then the kind of need, the graver colour, what runs out first, the older.
        func isBefore(_ other: Entry) -> Bool {
            if incident.isLifeSafety != other.incident.isLifeSafety { return incident.isLifeSafety }
            if first.urgency != other.first.urgency { return first.urgency < other.first.urgency }
            let colour = incident.warningColour?.rawValue ?? 0
            let otherColour = other.incident.warningColour?.rawValue ?? 0
            if colour != otherColour { return colour > otherColour }
            return (first.due ?? .distantFuture, incident.raisedAt, incident.id)
                < (other.first.due ?? .distantFuture, other.incident.raisedAt, other.incident.id)
        }
    }

    // MARK: Parts

    private func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

    private mutating func add(_ text: String, _ emphasis: BoardLine.Emphasis = .plain) {
        page.append(BoardLine(TerminalWidth.cut(DisplayText.safe(text), to: width), emphasis))
    }

    private var rest: Int { height - page.count }

    private mutating func head() {
        var parts: [String] = []
        if board.names.exercise || board.status?.exercise ?? false { parts.append(Vocabulary.exerciseMark) }
        parts.append(board.names.city[language])
        if let now = board.now {
            parts.append("\(TimeText.full(now, board.names)) \(TimeText.offset(board.names))")
        }
        if let status = board.status {
            parts.append(say("未结 \(status.incidentsOpen)", "\(status.incidentsOpen) open"))
            if status.outboxPending > 0 {
                parts.append(say("待送 \(status.outboxPending)", "\(status.outboxPending) to hand over"))
            }
        }
        add(parts.filter { !$0.isEmpty }.joined(separator: "  "), .heading)
    }

    private mutating func banners() {
        if let silence = board.silence {
            let age = TimeText.length(silence, language)
            let since = board.now.map { TimeText.full($0, board.names) }
            banner(
                say(
                    "✖ 服务已 \(age) 无应答" + (since.map { "，以下为 \($0) 时的情况" } ?? "") + "。请检查 tocsin serve，并启用纸面值守。",
                    "✖ THE SERVER HAS NOT ANSWERED FOR \(age)"
                        + (since.map { "; what stands below is as of \($0)" } ?? "")
                        + ". See to “tocsin serve”; keep the watch on paper."))
        }
        guard let status = board.status else { return }
        switch status.broker {
        case .connected: break
        case .connecting, .disconnected, .takenOver, .unknown:
            banner(
                say(
                    "✖ 与消息代理的连接中断：传感器和部门的消息收不到。无消息不等于平安。",
                    "✖ NO CONNECTION WITH THE BROKER: nothing of sensors or departments arrives. Silence is no all-clear."
                ))
        }
        if status.storeFull {
            banner(
                say(
                    "✖ 存储写不进去：已停止确认报文；生命安全报警仍会响。请腾出空间。",
                    "✖ THE STORE CAN'T BE WRITTEN: acknowledging has stopped; life-safety alarms still ring. Make room."
                ))
        }
    }

    /// What can't be trusted is never cut at the screen's edge.
    private mutating func banner(_ text: String) {
        for line in TerminalWidth.wrapped(DisplayText.safe(text), to: width) where rest > 3 { add(line, .banner) }
    }

    private mutating func section(waiting: [Entry], at now: Timestamp) {
        guard !waiting.isEmpty else {
            add(board.status == nil ? "" : say("○ 没有需要处理的事项。", "○ Nothing needs a person now."), .heading)
            return
        }
        add(say("▶ 需要处理（\(waiting.count)）", "▶ NEEDS A PERSON (\(waiting.count))"), .heading)
        for (index, entry) in waiting.enumerated() {
            // Two lines for this one, one to say how many are hidden, and the log.
            if rest < 3 + leastLogLines {
                let hidden = waiting.count - index
                return add(
                    say("  …另有 \(hidden) 起需要处理：tocsin incidents", "  … and \(hidden) more: tocsin incidents"), .banner)
            }
            let room = max(1, rest - 3 - leastLogLines)
            let shown = min(entry.items.count, DutyBoardPage.mostItems, room)
            let more = entry.items.count - shown
            let mark = more > 0 ? say("  另有 \(more) 项", "  \(more) more to do") : ""
            add(title(entry.incident, at: now) + mark, emphasis(entry.incident))
            for item in entry.items[..<shown] { add(line(item, at: now)) }
        }
    }

    private mutating func section(underWay: [IncidentView], at now: Timestamp) {
        guard !underWay.isEmpty, rest > 1 + leastLogLines else { return }
        add(say("◇ 处置中（\(underWay.count)）", "◇ UNDER WAY (\(underWay.count))"), .heading)
        for (index, incident) in underWay.enumerated() {
            if rest <= 1 + leastLogLines, index < underWay.count - 1 {
                let hidden = underWay.count - index
                return add(say("  …另有 \(hidden) 起处置中", "  … and \(hidden) more under way"))
            }
            add(title(incident, at: now), emphasis(incident))
        }
    }

    private mutating func log() {
        guard rest > 1, !board.recent.isEmpty else { return }
        add(say("─ 日志", "─ LOG"), .heading)
        for text in board.recent.suffix(rest) { add(text, .faint) }
    }

    // MARK: Lines

    private func title(_ incident: IncidentView, at now: Timestamp) -> String {
        var parts = [mark(incident)]
        if let colour = incident.warningColour { parts.append(Vocabulary.proposed(colour, language)) }
        parts.append(incident.id)
        let place = board.names.place(incident.place, language)
        parts.append("\(place) · \(board.names.hazard(incident.hazard, language))")
        parts.append(Vocabulary.status(incident.status, language))
        if now > incident.raisedAt {
            let age = TimeText.length(now - incident.raisedAt, language)
            parts.append(say("已 \(age)", "for \(age)"))
        }
        if incident.isLifeSafety { parts.append(say("生命安全", "LIFE SAFETY")) }
        if incident.isUnverified { parts.append(say("未核实", "unverified")) }
        return parts.joined(separator: "  ")
    }

    /// A shape for each colour, for eyes and terminals that tell no colours apart.
    private func mark(_ incident: IncidentView) -> String {
        switch incident.warningColour {
        case .red: "◆"
        case .orange: "▲"
        case .yellow: "■"
        case .blue: "●"
        case nil: incident.isLifeSafety ? "‼" : "○"
        }
    }

    private func emphasis(_ incident: IncidentView) -> BoardLine.Emphasis {
        switch incident.warningColour {
        case .red: .red
        case .orange: .orange
        case .yellow: .yellow
        case .blue: .blue
        case nil: incident.isLifeSafety ? .red : .plain
        }
    }

    private func line(_ item: DutyItem, at now: Timestamp) -> String {
        var text = "    " + item.text
        if let due = item.due {
            let length = TimeText.length(due < now ? now - due : due - now, language)
            text += due < now ? say("，已超时 \(length)", ", \(length) overdue") : say("，还剩 \(length)", ", \(length) left")
        }
        if let number = item.party.flatMap(board.names.telephone) { text += "  ☎ \(number)" }
        return text + "  → " + item.command
    }
}
