import Telemetry

/// The words of the field in both languages. An id that is not here shows as itself, so a city may invent hazards and
/// quantities without a new version.
package enum Vocabulary {
    package static func hazard(_ id: String, _ language: Language) -> String {
        hazards[id]?[language] ?? DisplayText.safe(id, limit: 100)
    }

    package static func quantity(_ id: String, _ language: Language) -> String {
        quantities[id]?[language] ?? DisplayText.safe(id, limit: 100)
    }

    package static func colour(_ colour: WarningColour, _ language: Language) -> String {
        switch (colour, language) {
        case (.blue, .chinese): "蓝色"
        case (.yellow, .chinese): "黄色"
        case (.orange, .chinese): "橙色"
        case (.red, .chinese): "红色"
        case (.blue, .english): "blue"
        case (.yellow, .english): "yellow"
        case (.orange, .english): "orange"
        case (.red, .english): "red"
        }
    }

    /// A colour as it must read: proposed, never as if its authority had issued it.
    package static func proposed(_ colour: WarningColour, _ language: Language) -> String {
        switch language {
        case .chinese: "建议\(Vocabulary.colour(colour, language))"
        case .english: "proposed \(Vocabulary.colour(colour, language))"
        }
    }

    package static func status(_ status: IncidentView.Status, _ language: Language) -> String {
        let words: Bilingual =
            switch status {
            case .raised: Bilingual(chinese: "已触发·待确认", english: "raised")
            case .acknowledged: Bilingual(chinese: "已确认", english: "acknowledged")
            case .underWay: Bilingual(chinese: "处置中", english: "under way")
            case .held: Bilingual(chinese: "保持·信号中断", english: "held, source lost")
            case .resolved: Bilingual(chinese: "已消除·待结案", english: "resolved, not closed")
            case .closed: Bilingual(chinese: "已结案", english: "closed")
            case .merged: Bilingual(chinese: "已并入他案", english: "merged")
            case .reopened: Bilingual(chinese: "再次触发", english: "reopened")
            }
        return words[language]
    }

    package static func department(_ state: IncidentView.State, _ language: Language) -> String {
        let words: Bilingual =
            switch state {
            case .proposed: Bilingual(chinese: "待批准", english: "awaits approval")
            case .notified: Bilingual(chinese: "已下达", english: "notified")
            case .handedOver: Bilingual(chinese: "已送达", english: "handed over")
            case .acknowledged: Bilingual(chinese: "已签收", english: "acknowledged")
            case .accepted: Bilingual(chinese: "已接受", english: "accepted")
            case .declined: Bilingual(chinese: "已拒绝", english: "declined")
            case .enRoute: Bilingual(chinese: "途中", english: "on its way")
            case .onScene: Bilingual(chinese: "已到场", english: "on the scene")
            case .underWay: Bilingual(chinese: "执行中", english: "under way")
            case .done: Bilingual(chinese: "已完成", english: "done")
            case .stoodDown: Bilingual(chinese: "已解除", english: "stood down")
            case .reassigned: Bilingual(chinese: "已改派", english: "reassigned")
            case .rejected: Bilingual(chinese: "不予下达", english: "not issued")
            }
        return words[language]
    }

    package static func alarm(_ state: IncidentView.Alarm.State, _ language: Language) -> String {
        let words: Bilingual =
            switch state {
            case .on: Bilingual(chinese: "报警中", english: "on")
            case .held: Bilingual(chinese: "保持", english: "held")
            case .cleared: Bilingual(chinese: "已消除", english: "cleared")
            }
        return words[language]
    }

    /// 演练 EXERCISE: the same in both languages, so that nobody can miss it.
    package static let exerciseMark = "演练 EXERCISE"

    /// Why a command was refused, by the code that the log holds.
    /// Why an alarm is not told.
    package static func withholding(_ code: String, _ language: Language) -> String {
        let words: Bilingual =
            switch code {
            case "shelved": Bilingual(chinese: "搁置", english: "shelved")
            case "silenced": Bilingual(chinese: "静默", english: "silenced")
            case "out_of_service": Bilingual(chinese: "停用", english: "out of service")
            case "muted": Bilingual(chinese: "日历静音", english: "muted by calendar")
            case "inhibited": Bilingual(chinese: "已由其他报警说明", english: "explained by another alarm")
            case "awaited": Bilingual(chinese: "等待说明", english: "waits for what may explain it")
            default: Bilingual(DisplayText.safe(code, limit: 100))
            }
        return words[language]
    }

    package static func refusal(_ code: String, _ language: Language) -> String {
        refusals[code]?[language] ?? DisplayText.safe(code, limit: 100)
    }

    private static let refusals: [String: Bilingual] = [
        "person_missing": Bilingual(chinese: "未写明操作人", english: "no person given"),
        "reason_missing": Bilingual(chinese: "未写明理由", english: "no reason given"),
        "unknown_incident": Bilingual(chinese: "没有该事件", english: "no such incident"),
        "unknown_order": Bilingual(chinese: "没有该指令", english: "no such order"),
        "unknown_department": Bilingual(chinese: "没有该部门", english: "no such department"),
        "incident_closed": Bilingual(chinese: "事件已结案", english: "the incident is closed"),
        "already_acknowledged": Bilingual(chinese: "已确认过", english: "acknowledged already"),
        "not_cleared": Bilingual(chinese: "报警尚未全部消除", english: "not cleared yet"),
        "orders_unfinished": Bilingual(chinese: "指令未完成", english: "orders not finished"),
        "proposals_undecided": Bilingual(chinese: "待批准的指令未决定", english: "proposals not decided"),
        "nothing_to_reset": Bilingual(chinese: "没有须复位的报警", english: "nothing to reset"),
        "nothing_proposed": Bilingual(chinese: "没有待批准的指令", english: "nothing proposed"),
        "nothing_to_stand_down": Bilingual(chinese: "没有可解除的指令", english: "nothing to stand down"),
        "already_finished": Bilingual(chinese: "指令已结束", english: "the order is finished"),
        "not_issued": Bilingual(chinese: "指令尚未下达", english: "the order is not issued"),
        "same_department": Bilingual(chinese: "改派给了同一部门", english: "the same department"),
        "condition_still_on": Bilingual(chinese: "报警条件仍在", english: "the condition is still on"),
        "already_cleared": Bilingual(chinese: "已消除", english: "cleared already"),
        "answer_without_effect": Bilingual(chinese: "答复不产生效果", english: "the answer changes nothing"),
        "already_confirmed": Bilingual(chinese: "已核实过", english: "confirmed already"),
        "already_false": Bilingual(chinese: "已认定误报", english: "marked false already"),
        "text_missing": Bilingual(chinese: "没有内容", english: "nothing to note"),
        "amount_invalid": Bilingual(chinese: "数字不可用", english: "the amount can't be added"),
        "scale_invalid": Bilingual(chinese: "只能是 1 到 4", english: "only 1 to 4"),
        "incident_merged": Bilingual(chinese: "已并入他案", english: "merged into another incident"),
        "same_incident": Bilingual(chinese: "是同一事件", english: "the same incident"),
        "history_only": Bilingual(chinese: "该事件发现时已过去", english: "it was over when it was found"),
        "children_open": Bilingual(chinese: "下级事件未结案", english: "children are open"),
        "unknown_alarm": Bilingual(chinese: "没有该报警", english: "no such alarm is on"),
        "split_takes_all": Bilingual(chinese: "不能拆出全部报警", english: "a split leaves one alarm at least"),
        "nothing_to_undo": Bilingual(chinese: "没有可撤销的", english: "nothing to take back"),
        "already_linked": Bilingual(chinese: "已经如此", english: "it is so already"),
        "not_linked": Bilingual(chinese: "没有关联", english: "not linked"),
        "parent_cycle": Bilingual(chinese: "上下级成环", english: "parents in a circle"),
        "unknown_hazard": Bilingual(chinese: "没有该灾种", english: "no such hazard"),
        "place_missing": Bilingual(chinese: "没有地点", english: "no place given"),
        "no_call_due": Bilingual(chinese: "没有须拨打的电话", english: "no call is due"),
    ]

    /// What is counted of an incident's harm.
    package static func figure(_ name: String, _ language: Language) -> String {
        figures[name]?[language] ?? DisplayText.safe(name, limit: 100)
    }

    private static let figures: [String: Bilingual] = [
        "deaths": Bilingual(chinese: "死亡", english: "deaths"),
        "missing": Bilingual(chinese: "失踪", english: "missing"),
        "serious_injuries": Bilingual(chinese: "重伤", english: "serious injuries"),
        "injuries": Bilingual(chinese: "受伤", english: "injuries"),
        "people_to_move": Bilingual(chinese: "须转移人数", english: "people to move"),
        "people_moved": Bilingual(chinese: "已转移人数", english: "people moved"),
        "loss_yuan": Bilingual(chinese: "直接损失（元）", english: "loss (CNY)"),
    ]

    /// Grade or level: 1 is Ⅰ, the gravest.
    package static func scale(_ number: Int) -> String {
        switch number {
        case 1: "Ⅰ"
        case 2: "Ⅱ"
        case 3: "Ⅲ"
        case 4: "Ⅳ"
        default: String(number)
        }
    }

    /// How well an incident is founded.
    package static func evidence(_ word: String, _ language: Language) -> String {
        switch word {
        case "unverified": language == .chinese ? "未核实" : "unverified"
        case "corroborated": language == .chinese ? "多源印证" : "corroborated"
        case "confirmed": language == .chinese ? "人工核实" : "confirmed"
        default: DisplayText.safe(word, limit: 100)
        }
    }

    /// A test of quality control.
    package static func qualityTest(_ name: String, _ language: Language) -> String {
        qualityTests[name]?[language] ?? DisplayText.safe(name, limit: 100)
    }

    private static let qualityTests: [String: Bilingual] = [
        "sensor_span": Bilingual(chinese: "超出仪器量程", english: "outside the sensor's span"),
        "operator_span": Bilingual(chinese: "超出本地合理范围", english: "outside the local span"),
        "spike": Bilingual(chinese: "孤立突变", english: "spike"),
        "rate": Bilingual(chinese: "变化过快", english: "changed too fast"),
        "flat_line": Bilingual(chinese: "长时间不变", english: "flat line"),
        "gap": Bilingual(chinese: "中断后首值", english: "first after a gap"),
        "neighbour": Bilingual(chinese: "与邻站不符", english: "unlike its neighbours"),
    ]

    private static let hazards: [String: Bilingual] = [
        "river_flood": Bilingual(chinese: "江河洪水", english: "River flood"),
        "flash_flood": Bilingual(chinese: "山洪", english: "Flash flood"),
        "reservoir": Bilingual(chinese: "水库险情", english: "Reservoir"),
        "rainstorm": Bilingual(chinese: "暴雨", english: "Rainstorm"),
        "heavy_rain": Bilingual(chinese: "强降雨", english: "Heavy rain"),
        "underpass_water": Bilingual(chinese: "下穿通道积水", english: "Underpass water"),
        "road_water": Bilingual(chinese: "道路积水", english: "Road water"),
        "drought": Bilingual(chinese: "干旱", english: "Drought"),
        "landslide": Bilingual(chinese: "山体滑坡", english: "Landslide"),
        "geological": Bilingual(chinese: "地质灾害", english: "Geological hazard"),
        "traffic_crash": Bilingual(chinese: "交通事故", english: "Traffic crash"),
        "congestion": Bilingual(chinese: "交通拥堵", english: "Congestion"),
        "gas_leak": Bilingual(chinese: "燃气泄漏", english: "Gas leak"),
        "toxic_gas": Bilingual(chinese: "有毒气体", english: "Toxic gas"),
        "carbon_monoxide": Bilingual(chinese: "一氧化碳", english: "Carbon monoxide"),
        "mine_gas": Bilingual(chinese: "矿井瓦斯", english: "Mine gas"),
        "fire": Bilingual(chinese: "火灾", english: "Fire"),
        "forest_fire": Bilingual(chinese: "森林火灾", english: "Forest fire"),
        "panic": Bilingual(chinese: "紧急求助", english: "Panic alarm"),
        "intrusion": Bilingual(chinese: "入侵报警", english: "Intrusion"),
        "earthquake": Bilingual(chinese: "地震", english: "Earthquake"),
        "power_failure": Bilingual(chinese: "停电", english: "Power failure"),
        "water_supply": Bilingual(chinese: "供水故障", english: "Water supply"),
        "air_quality": Bilingual(chinese: "空气污染", english: "Air quality"),
        "disease": Bilingual(chinese: "疫情", english: "Disease"),
        "sensor_silence": Bilingual(chinese: "测站失联", english: "Sensor silence"),
        "gauge_silence": Bilingual(chinese: "测站失联", english: "Gauge silence"),
        "silence": Bilingual(chinese: "测站失联", english: "Silence"),
        "system": Bilingual(chinese: "系统", english: "System"),
        "intake_gap": Bilingual(chinese: "接收中断", english: "Intake gap"),
    ]

    private static let quantities: [String: Bilingual] = [
        "stage": Bilingual(chinese: "水位", english: "stage"),
        "level": Bilingual(chinese: "水位", english: "level"),
        "flow": Bilingual(chinese: "流量", english: "flow"),
        "rain": Bilingual(chinese: "雨量", english: "rain"),
        "rainfall": Bilingual(chinese: "雨量", english: "rainfall"),
        "depth": Bilingual(chinese: "积水深度", english: "depth"),
        "lel": Bilingual(chinese: "可燃气体", english: "combustible gas"),
        "gas": Bilingual(chinese: "可燃气体", english: "gas"),
        "co": Bilingual(chinese: "一氧化碳", english: "carbon monoxide"),
        "h2s": Bilingual(chinese: "硫化氢", english: "hydrogen sulphide"),
        "oxygen": Bilingual(chinese: "氧气", english: "oxygen"),
        "methane": Bilingual(chinese: "甲烷", english: "methane"),
        "panic": Bilingual(chinese: "紧急按钮", english: "panic button"),
        "button": Bilingual(chinese: "紧急按钮", english: "panic button"),
        "smoke": Bilingual(chinese: "烟雾", english: "smoke"),
        "pressure": Bilingual(chinese: "压力", english: "pressure"),
        "speed": Bilingual(chinese: "车速", english: "speed"),
        "temperature": Bilingual(chinese: "温度", english: "temperature"),
        "wind": Bilingual(chinese: "风速", english: "wind"),
        "voltage": Bilingual(chinese: "电压", english: "voltage"),
        "no2": Bilingual(chinese: "二氧化氮", english: "nitrogen dioxide"),
    ]
}
