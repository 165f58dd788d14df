/// What the demo itself says, in the reader's language.
struct DemoText: Sendable {
    let language: String

    private func pick(_ chinese: String, _ english: String) -> String {
        language == "zh" ? chinese : english
    }

    func beginning(speed: Double) -> String {
        let factor = Int(speed.rounded())
        return pick(
            """
            临江市（虚构）2026 年 6 月 20 日傍晚，暴雨将至。演练时钟 \(factor) 倍速，约一分半钟。
            模拟：34 个测站经 MQTT 报数；水利局等部门及时应答，交警支队迟到。以下各行均来自 Tocsin 自己的事件流。
            """,
            """
            Linjiang (a fictional city), evening of 20 June 2026: a storm is coming. Exercise clock × \(factor), about a minute and a half.
            Simulated: 34 stations over MQTT; departments that answer, of which the traffic police answers late.
            Every line below comes from Tocsin's own feed.
            """)
    }

    func starting(_ what: String) -> String { pick("启动 \(what)", "starting \(what)") }

    var summary: String { pick("小结", "Summary") }
    var sent: String { pick("网关发出的读数", "readings sent by the gateways") }
    var confirmed: String { pick("代理已确认", "confirmed by the broker") }
    var stored: String { pick("Tocsin 已存储", "stored by Tocsin") }
    var lost: String { pick("丢失", "lost") }
    var repeats: String { pick("识别的重复报文", "repeats recognised") }
    var unreadable: String { pick("无法读取，已隔离", "unreadable, in quarantine") }
    var incidents: String { pick("事件", "incidents") }
    var log: String { pick("指挥日志", "command log") }
    var verified: String { pick("校验通过", "verified") }
    var notVerified: String { pick("校验未通过", "NOT VERIFIED") }

    func incidentCounts(all: Int, open: Int) -> String {
        pick("\(all)（其中 \(open) 起仍未结案）", "\(all) (\(open) not closed yet)")
    }

    func entries(_ count: Int, head: String) -> String {
        pick("\(count) 条，链头 \(head)", "\(count) entries, head \(head)")
    }

    func nextSteps(command: String, data: String?) -> String {
        let folder = data ?? "DIR"
        let keep = data == nil ? pick("   （make demo DEMO_OPTIONS=--keep 保留数据）", "   (make demo DEMO_OPTIONS=--keep keeps the data)") : ""
        return pick(
            """
            接下来可以试试
              \(command) incidents --data \(folder)\(keep)
              \(command) incident I-2026-000001 --data \(folder)
              \(command) log verify --replay --data \(folder)
              \(command) rules check        （改一改 Rules/river/stage.yaml 再运行）
              \(command) doctor             （接自己的代理之前）
            """,
            """
            What to try next
              \(command) incidents --data \(folder)\(keep)
              \(command) incident I-2026-000001 --data \(folder)
              \(command) log verify --replay --data \(folder)
              \(command) rules check        (change something in Rules/river/stage.yaml first)
              \(command) doctor             (before it meets your own broker)
            """)
    }

    func kept(_ folder: String) -> String { pick("数据保留在 \(folder)", "The data is kept in \(folder)") }
    var lostSome: String { pick("有读数丢失或未被确认：这是一个缺陷。", "Readings were lost or not confirmed: this is a defect.") }
}
