import Telemetry

/// `tocsin readings STATION`: one line a reading, newest last.
package enum ReadingTable {
    package static func render(_ readings: [ReadingView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if readings.isEmpty { return chinese ? "没有读数。\n" : "No readings.\n" }
        var table = TextTable(
            chinese
                ? [.init("测量时间"), .init("接收时间"), .init("要素"), .init("数值", .trailing), .init("质量"), .init("标记")]
                : [
                    .init("MEASURED"), .init("RECEIVED"), .init("QUANTITY"), .init("VALUE", .trailing),
                    .init("QUALITY"),
                    .init("MARKS", maximumWidth: 60),
                ])
        for reading in readings {
            table.append([
                TimeText.full(reading.eventTime, names), TimeText.short(reading.receivedAt, names),
                Vocabulary.quantity(reading.quantity, language), NumberText.value(reading.value, unit: reading.unit),
                quality(reading, chinese), marks(reading, chinese),
            ])
        }
        return table.render()
    }

    /// The flag, and the tests that it is for.
    private static func quality(_ reading: ReadingView, _ chinese: Bool) -> String {
        let flag = quality(reading.quality, chinese)
        if reading.failedTests.isEmpty { return flag }
        let tests = reading.failedTests.map { Vocabulary.qualityTest($0, chinese ? .chinese : .english) }
        return chinese ? "\(flag)：\(tests.joined(separator: "、"))" : "\(flag): \(tests.joined(separator: ", "))"
    }

    /// QARTOD flags in words.
    package static func quality(_ flag: Int, _ chinese: Bool) -> String {
        switch flag {
        case 1: chinese ? "合格" : "pass"
        case 2: chinese ? "未检" : "not evaluated"
        case 3: chinese ? "可疑" : "suspect"
        case 4: chinese ? "不合格" : "fail"
        case 9: chinese ? "缺测" : "missing"
        default: String(flag)
        }
    }

    private static func marks(_ reading: ReadingView, _ chinese: Bool) -> String {
        var words = reading.marks.map { mark in
            guard chinese else { return mark.split(separator: "_").joined(separator: " ") }
            return chineseMarks[mark] ?? mark
        }
        if reading.revision > 0 { words.append(chinese ? "第 \(reading.revision) 次更正" : "revision \(reading.revision)") }
        return words.joined(separator: chinese ? "，" : ", ")
    }

    private static let chineseMarks = [
        "time_of_receipt": "以接收时间计", "clock_disbelieved": "设备时钟不可信", "unprotected": "QoS 0",
        "late": "迟到", "beyond_horizon": "超出时限", "correction": "更正", "boolean": "开关量", "unverified": "未核实",
    ]
}
