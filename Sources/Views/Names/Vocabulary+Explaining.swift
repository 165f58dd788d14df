import Telemetry

/// Words of explanations.
extension Vocabulary {
    /// Why a value is not known, by the code of evidence and JSON.
    package static func unknownReason(_ code: String, _ language: Language) -> String {
        unknownReasons[code]?[language] ?? DisplayText.safe(code, limit: 200)
    }

    private static let unknownReasons: [String: Bilingual] = [
        "no_reading": Bilingual(chinese: "尚无读数", english: "no reading yet"),
        "value_missing": Bilingual(chinese: "缺测", english: "the value is missing"),
        "source_silent": Bilingual(chinese: "测站失联", english: "the station is silent"),
        "short_history": Bilingual(chinese: "历史不足", english: "too little history"),
        "no_threshold": Bilingual(chinese: "没有阈值", english: "no threshold is set"),
        "no_neighbour": Bilingual(chinese: "没有相邻测站的数据", english: "no neighbour is known"),
        "neighbour_silent": Bilingual(chinese: "相邻测站失联", english: "the neighbour is silent"),
        "not_finite": Bilingual(chinese: "结果不是有限数", english: "the result is no finite number"),
        "quality_fail": Bilingual(chinese: "读数未通过质量控制", english: "the reading failed quality control"),
    ]

    /// Where a rule stands, by the verdict's code.
    package static func verdict(_ code: String, _ language: Language) -> String {
        verdicts[code]?[language] ?? code
    }

    private static let verdicts: [String: Bilingual] = [
        "on": Bilingual(chinese: "报警中", english: "the alarm is on"),
        "held": Bilingual(chinese: "报警保持：解除条件无法判断", english: "on, and held: what would clear it is not known"),
        "clearing": Bilingual(
            chinese: "报警中，解除条件已满足，等待延时结束", english: "on; what clears it holds, and the off-delay runs"),
        "for_not_elapsed": Bilingual(
            chinese: "条件已满足，持续时间（for）未到", english: "the condition holds, but not yet for long enough (for)"),
        "for_unknown": Bilingual(
            chinese: "持续时间（for）计时中，条件目前无法判断", english: "its delay (for) runs, and the condition is not known now"),
        "blocked": Bilingual(chinese: "条件不满足", english: "the condition does not hold"),
        "unknown": Bilingual(chinese: "条件无法判断", english: "the condition is not known"),
        "waits_for_decision": Bilingual(
            chinese: "条件的结果已变，等下一次读数或计时再判定",
            english: "the condition comes to something else now; the next reading or timer decides"),
        "nothing_came": Bilingual(chinese: "所依据的报警或事件尚未出现", english: "nothing that it counts or follows has come"),
        "waits_for_second": Bilingual(
            chinese: "第一个报警已出现，等待第二个", english: "the first alert is there; the second is waited for"),
        "cooldown": Bilingual(chinese: "刚报过警，处于冷却时间内", english: "it rang, and its cooldown is not over"),
    ]

    /// What an explained step is, by its code.
    package static func step(_ code: String, _ language: Language) -> String { steps[code]?[language] ?? code }

    private static let steps: [String: Bilingual] = [
        "raised": Bilingual(chinese: "报警", english: "raised"),
        "cleared": Bilingual(chinese: "解除", english: "cleared"),
        "held": Bilingual(chinese: "保持", english: "held"),
        "restored": Bilingual(chinese: "恢复判断", english: "known again"),
        "history": Bilingual(chinese: "事后查明：曾报警，已结束", english: "found late: it was on and is over"),
        "retracted": Bilingual(chinese: "更正：报警不成立", english: "retracted"),
        "revised": Bilingual(chinese: "更正：起止时间不同", english: "revised: it was on at other times"),
    ]

    /// QARTOD flags by their code.
    package static func qualityFlag(_ code: String, _ language: Language) -> String {
        let flags: [String: Bilingual] = [
            "pass": Bilingual(chinese: "合格", english: "pass"),
            "not_evaluated": Bilingual(chinese: "未检", english: "not evaluated"),
            "suspect": Bilingual(chinese: "可疑", english: "suspect"),
            "fail": Bilingual(chinese: "不合格", english: "fail"),
            "missing": Bilingual(chinese: "缺测", english: "missing"),
        ]
        return flags[code]?[language] ?? code
    }
}
