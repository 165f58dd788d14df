import Telemetry

/// `tocsin status`: what the server is doing, on one screen.
package enum StatusSheet {
    package static func render(_ status: StatusView, names: NameBook, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var text = ""
        func fact(_ chinese: String, _ english: String, _ value: String) {
            text += DisplayText.safe(TerminalWidth.padded(say(chinese, english), to: 20) + value) + "\n"
        }
        if status.exercise { text += Vocabulary.exerciseMark + "\n" }
        fact("城市", "City", status.city[language])
        fact("状态", "State", state(status.state, language))
        if let now = status.now {
            fact(
                "时间", "Time",
                "\(TimeText.full(now, names)) \(TimeText.offset(names)) (\(clock(status.clock, language)))")
        }
        fact("消息代理", "Broker", broker(status.broker, language))
        fact("已存读数", "Readings committed", NumberText.count(status.readingsCommitted))
        fact("重复报文", "Duplicates", NumberText.count(status.duplicates))
        fact("隔离报文", "Quarantined", NumberText.count(status.quarantined))
        fact("质量控制", "Quality control", quality(status.quality, language))
        fact("未结事件", "Incidents open", NumberText.count(status.incidentsOpen))
        fact("待送指令", "Outbox pending", NumberText.count(status.outboxPending))
        for channel in status.channels {
            fact("  \(channel.channel)", "  \(channel.channel)", counts(channel, language))
        }
        fact("日志条数", "Log entries", NumberText.count(status.logEntries))
        fact("日志链首", "Log head", status.logHead)
        fact("配置", "Configuration", status.configuration)
        fact("版本", "Version", status.version)
        for gap in status.rosterGaps.prefix(3) {
            let to = gap.to.map { TimeText.full($0, names) } ?? "…"
            let line = "\(names.party(gap.party, language))  \(TimeText.full(gap.from, names)) – \(to)"
            fact("⚠ 值班空缺", "⚠ Nobody on duty", line)
        }
        if status.storeFull {
            text += say(
                "无法写入存储（多为磁盘已满）：已停止确认报文，普通读数在消息代理处等待；生命安全报警仍会响。请腾出空间。\n",
                "The store can't be written (a full disk, mostly): acknowledging has stopped and ordinary readings wait at "
                    + "the broker; life-safety alarms still ring. Make room.\n")
            if let reason = status.storeMessage { text += "  " + DisplayText.safe(reason) + "\n" }
        }
        return text
    }

    private static func state(_ state: StatusView.State, _ language: Language) -> String {
        switch (state, language) {
        case (.serving, .chinese): "运行中"
        case (.serving, .english): "serving"
        case (.stopped, .chinese): "未运行（直接读取数据目录）"
        case (.stopped, .english): "not running (read from the data folder)"
        }
    }

    /// Counts that are not zero; what failed most comes with its test.
    private static func quality(_ quality: QualityView, _ language: Language) -> String {
        let chinese = language == .chinese
        let counts: [(Int64, String, String)] = [
            (quality.passed, "合格", "pass"), (quality.notEvaluated, "未检", "not evaluated"),
            (quality.suspect, "可疑", "suspect"), (quality.failed, "不合格", "fail"), (quality.missing, "缺测", "missing"),
            (quality.revised, "事后改判", "revised"),
        ]
        var words = counts.filter { $0.0 > 0 }.map { "\(chinese ? $0.1 : $0.2) \(NumberText.count($0.0))" }
        let tests = quality.failedTests.filter { $0.count > 0 }
            .map { "\(Vocabulary.qualityTest($0.test, language)) \(NumberText.count($0.count))" }
        if !tests.isEmpty {
            words.append(chinese ? "（\(tests.joined(separator: "，"))）" : "(\(tests.joined(separator: ", ")))")
        }
        return words.isEmpty ? (chinese ? "无" : "nothing assessed") : words.joined(separator: chinese ? "，" : ", ")
    }

    /// Handed over, tried again, given up, waiting; only the last is known without a server.
    private static func counts(_ channel: ChannelView, _ language: Language) -> String {
        let chinese = language == .chinese
        let all: [(Int64?, String, String)] = [
            (channel.handedOver, "送达", "handed over"), (channel.retried, "重试", "retried"),
            (channel.givenUp, "放弃", "given up"), (channel.waiting, "等待", "waiting"),
        ]
        return all.compactMap { count, zh, en in
            count.map { chinese ? "\(zh) \(NumberText.count($0))" : "\(NumberText.count($0)) \(en)" }
        }.joined(separator: chinese ? "，" : ", ")
    }

    private static func broker(_ state: StatusView.BrokerState, _ language: Language) -> String {
        let words: Bilingual =
            switch state {
            case .connected: Bilingual(chinese: "已连接", english: "connected")
            case .connecting: Bilingual(chinese: "正在连接", english: "connecting")
            case .disconnected: Bilingual(chinese: "已断开", english: "disconnected")
            case .takenOver: Bilingual(chinese: "客户端标识被他人占用", english: "client id taken over by another client")
            case .unknown: Bilingual(chinese: "未知", english: "unknown")
            }
        return words[language]
    }

    private static func clock(_ clock: String, _ language: Language) -> String {
        switch (clock, language) {
        case ("wall", .chinese): "墙上时钟"
        case ("exercise", .chinese): "演练时钟"
        case ("data", .chinese): "数据时钟"
        case ("wall", .english): "wall clock"
        case ("exercise", .english): "exercise clock"
        case ("data", .english): "data clock"
        default: DisplayText.safe(clock)
        }
    }
}
