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
            模拟：\(stations) 个测站经 MQTT 报数；\(departments) 个部门，有的快，有的慢，有的拒绝，有的不答，
            有的只有电话（由值班员代记），有两个部门的接收系统在首条指令到来时失灵一分钟。
            以下各行均来自 Tocsin 自己的值班日志：重复的只说一次，全部条目见指挥日志。
            """,
            """
            Linjiang (a fictional city), 20 June 2026, 18:00: it has been raining for a while. \
            Exercise clock × \(factor), about \(length) s.
            Simulated: \(stations) stations over MQTT; \(departments) departments, prompt, slow, declining, silent, \
            some with a telephone only (the officer on duty records what they say), two whose receiver fails for a minute \
            when the first order comes.
            Every line below is Tocsin's own duty log: what repeats is told once, the command log has it all.
            """)
    }

    var open: String { pick("移交下一班的未结案事件及原因", "Handed on to the next watch, still open because") }
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

    // MARK: What the simulated officer writes

    var officer: String { pick("陈芳", "Chen Fang") }
    var foundACrew: String { pick("原部门无力承担，由应急管理局协调人员", "no crew there; Emergency Management finds one") }
    var noLongerNeeded: String { pick("险情已解除，不必再出动", "it is over, no need to set out") }

    /// Why an incident of the hazard may be closed.
    func closing(_ hazard: String) -> String {
        switch hazard {
        case "river_flood", "flash_flood", "reservoir_flood":
            pick("水位回落，巡查无异常", "water down, patrol found nothing amiss")
        case "rainstorm": pick("降雨减弱，积水点已撤防", "rain weaker, crews withdrawn from the low points")
        case "underpass_flood": pick("积水抽干，恢复通行", "pumped dry, road open")
        case "road_congestion", "traffic_incident": pick("道路恢复畅通", "traffic flows again")
        case "gas_leak", "toxic_gas", "carbon_monoxide", "mine_gas": pick("复测浓度正常", "measured again: normal")
        case "fire": pick("明火扑灭，现场清理完毕", "fire out, scene cleared")
        case "panic": pick("民警到场，人员平安", "officers on the spot, people safe")
        case "power_failure": pick("供电恢复", "power is back")
        case "pipe_burst": pick("爆管已隔离，压力恢复", "burst isolated, pressure back")
        case "gauge_silence", "sensor_silence", "gateway_silence", "equipment_silence", "rule_blind":
            pick("数据恢复正常", "data came back")
        case "earthquake", "seismic_trigger": pick("排查未见损失", "inspected, no damage found")
        case "geological_hazard": pick("变形趋稳，巡查无异常", "movement slower, observer saw nothing new")
        case "intrusion": pick("现场查看无人闯入", "looked at on site, nobody broke in")
        default: pick("现场确认险情解除", "checked on site, all clear")
        }
    }

    // MARK: What is left

    func alarmIsOn(_ summary: String) -> String {
        pick("报警仍在持续：\(summary)", "its alarm is still on: \(summary)")
    }

    func departmentsAreAtWork(_ count: Int) -> String {
        pick("尚有 \(count) 个部门未完成", "\(count) department\(count == 1 ? "" : "s") still at work")
    }

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
