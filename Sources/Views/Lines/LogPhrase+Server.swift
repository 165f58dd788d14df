import Telemetry

/// What the server tells of itself.
extension LogPhrase {
    var configurationLoaded: String {
        let stations = record.integer("stations") ?? 0
        let hash = String((record.text("sha256") ?? "").prefix(16))
        return say("配置已加载：测站 \(stations) 个，\(hash)", "Configuration loaded: \(stations) stations, \(hash)")
    }

    var watchStarted: String {
        started
    }

    var watchGap: String {
        say("⚠ 值守中断：\(range)（\(endWord)）", "⚠ NOT WATCHING \(range) (\(endWord))")
    }

    var watchStopped: String {
        say("停止值守。", "Watch ends.")
    }

    var clockStepped: String {
        say("⚠ 系统时钟被调整 ", "⚠ The wall clock was set by ") + (length("by") ?? "?")
            + ((record.interval("by") ?? .zero) < .zero ? say("（向后）", " (back)") : say("（向前）", " (forward)"))
    }

    var intakeGap: String {
        say("⚠ 接收可能有缺失：\(range)", "⚠ READINGS MAY BE MISSING \(range)") + say("，", ", ") + causeWord
            + droppedCount + detail
    }

    var clientTakenOver: String {
        say("⚠ 客户端标识被他人占用，接收已停止", "⚠ Our client id was taken over; intake has stopped") + detail
    }

    var brokerLost: String {
        say("⚠ 与消息代理的连接中断", "⚠ The connection to the broker is lost") + detail
    }

    var brokerBack: String {
        say("已重新连接消息代理：\(range)", "The broker is back; it was gone \(range)")
    }

    var subscriptionRefused: String {
        say("⚠ 消息代理拒绝订阅", "⚠ The broker refused a subscription") + detail
    }

    var stateSheetFailed: String {
        say("⚠ 态势单写不出去", "⚠ The state sheet can't be written") + detail
    }

    var stateSheetBack: String {
        say("态势单恢复写出。", "The state sheet is written again.")
    }

    var lifeSafetyMessageUnreadable: String {
        say("⚠ 生命安全报文无法识读（未经核实，仍报警）：", "⚠ LIFE SAFETY message unreadable (rings, unverified): ")
            + names.station(record.text("station") ?? record.text("topic") ?? "?", language)
            + say("，", ", ") + Vocabulary.unreadable(record.text("reason") ?? "?", language)
    }

    var journalSegment: String {
        let first = record.integer("first_input") ?? 0
        let count = record.integer("inputs") ?? 0
        return say("输入流水封存：第 \(first) 起 \(count) 条", "Journal sealed: \(count) inputs from \(first)")
    }

    private var started: String {
        let version = record.text("version") ?? "?"
        var text = say("开始值守，版本 \(version)", "Watch begins, version \(version)")
        if let epoch = record.integer("epoch"), epoch > 1 { text += say("，第 \(epoch) 纪元", ", epoch \(epoch)") }
        if let time = record.time("restored_from") {
            let taken = TimeText.full(time, names)
            text += say(
                "；由 \(taken) 的备份恢复，其后的记录缺失", "; restored from the backup of \(taken): what came after it is missing")
        }
        return text
    }

    private var range: String {
        let from = clock("from") ?? "?"
        let to = clock("to") ?? "?"
        return "\(from)–\(to)"
    }

    private var endWord: String {
        switch record.text("cause") {
        case "stopped": say("正常停止", "stopped in order")
        case "killed": say("异常终止", "killed")
        case "store_failed": say("存储故障", "the store failed")
        case let other: other ?? "?"
        }
    }

    private var causeWord: String {
        switch record.text("cause") {
        case "broker_restarted": say("消息代理未告别即重启", "the broker was started anew without a goodbye")
        case "session_lost": say("消息代理丢失了会话", "the broker lost our session")
        case "broker_dropped": say("消息代理丢弃了报文", "the broker dropped messages")
        case "taken_over": say("客户端标识被占用", "our client id was taken over")
        case let other: other ?? "?"
        }
    }

    private var droppedCount: String {
        guard let count = record.integer("dropped") else { return "" }
        return say("，\(NumberText.count(count)) 条", ", \(NumberText.count(count)) messages")
    }

    private var detail: String {
        guard let text = record.text("detail") else { return "" }
        return say("：", ": ") + text
    }
}
