/// What the demo itself says, in the reader's language.
struct DemoText: Sendable {
    let language: String

    private func pick(_ chinese: String, _ english: String) -> String {
        language == "zh" ? chinese : english
    }

    func beginning(speed: Double, seconds: Double, stations: Int, departments: Int) -> String {
        let factor = Int(speed.rounded())
        let length = Int(seconds.rounded())
        return pick(
            """
            临江市（虚构）2026 年 6 月 20 日 18 时，暴雨已下了一阵。演练时钟 \(factor) 倍速，约 \(length) 秒。
            模拟：\(stations) 个测站经 MQTT 报数；\(departments) 个部门，有的快，有的慢，有的拒绝，有的不答，有的只有电话（由值班员代记）。
            以下各行均来自 Tocsin 自己的值班日志：重复的只说一次，全部条目见指挥日志。
            """,
            """
            Linjiang (a fictional city), 20 June 2026, 18:00: it has been raining for a while. \
            Exercise clock × \(factor), about \(length) s.
            Simulated: \(stations) stations over MQTT; \(departments) departments, prompt, slow, declining, silent, \
            some with a telephone only (the officer on duty records what they say).
            Every line below is Tocsin's own duty log: what repeats is told once, the command log has it all.
            """)
    }

    var open: String { pick("尚未结案的事件", "Incidents that are still open") }
    var times: String { pick("各部门响应时间（演练时钟）", "Response times by department (exercise clock)") }
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
        pick("\(all)（其中 \(open) 起未结案）", "\(all) (\(open) not closed yet)")
    }

    func entries(_ count: Int, head: String) -> String {
        pick("\(count) 条，链头 \(head)", "\(count) entries, head \(head)")
    }

    func nextSteps(tocsin: String, simulator: String) -> String {
        pick(
            """
            接下来可以试试
              \(simulator) demo --keep    保留数据，之后可用下面的命令查看
              \(tocsin) incident I-2026-000001 --data DIR
              \(tocsin) log verify --replay --data DIR
              \(tocsin) rules check    先改一改 Rules/river/stage.yaml
              \(tocsin) help
            """,
            """
            What to try next
              \(simulator) demo --keep    keeps the data, to be looked at with the commands below
              \(tocsin) incident I-2026-000001 --data DIR
              \(tocsin) log verify --replay --data DIR
              \(tocsin) rules check    after a change in Rules/river/stage.yaml
              \(tocsin) help
            """)
    }

    func kept(data: String, tocsin: String) -> String {
        pick("数据保留在 \(data)：\(tocsin) incidents --data \(data)", "The data is kept: \(tocsin) incidents --data \(data)")
    }

    var lostSome: String {
        pick(
            "有读数丢失、未被确认，或日志校验未通过：这是一个缺陷。", "Readings were lost or not confirmed, or the log does not verify: a defect.")
    }
}
