import Telemetry

extension Vocabulary {
    /// Why a message could not be read, by the code of the quarantine, in a word or two; the quarantine's own sentence tells more.
    package static func unreadable(_ code: String, _ language: Language) -> String {
        unreadables[code]?[language] ?? DisplayText.safe(code, limit: 100)
    }

    private static let unreadables: [String: Bilingual] = [
        "payload_empty": Bilingual(chinese: "报文为空", english: "empty"),
        "payload_too_long": Bilingual(chinese: "报文过长", english: "too long"),
        "payload_not_utf8": Bilingual(chinese: "不是 UTF-8 文本", english: "not UTF-8 text"),
        "payload_not_json": Bilingual(chinese: "不是 JSON", english: "not JSON"),
        "payload_unfinished": Bilingual(chinese: "报文不完整", english: "cut off, or more follows its end"),
        "payload_not_an_object": Bilingual(chinese: "不是对象也不是 SenML", english: "neither an object nor SenML"),
        "nested_too_deep": Bilingual(chinese: "嵌套过深", english: "nested too deep"),
        "too_many_members": Bilingual(chinese: "成员过多", english: "too many members"),
        "too_many_records": Bilingual(chinese: "SenML 记录过多", english: "too many SenML records"),
        "duplicate_member": Bilingual(chinese: "成员重复", english: "a member twice"),
        "number_unreadable": Bilingual(chinese: "数值无法识读", english: "a number that can't be read"),
        "value_missing": Bilingual(chinese: "没有数值", english: "no value"),
        "value_type": Bilingual(chinese: "数值类型不对", english: "the value is no number"),
        "time_unreadable": Bilingual(chinese: "时间无法识读", english: "a time that can't be read"),
        "unit_type": Bilingual(chinese: "单位不是文本", english: "the unit is no text"),
        "unit_mismatch": Bilingual(chinese: "单位不符", english: "a unit of something else"),
        "topic_shape": Bilingual(chinese: "主题层级不对", english: "a topic of another shape"),
        "topic_too_long": Bilingual(chinese: "主题过长", english: "the topic is too long"),
        "name_unreadable": Bilingual(chinese: "名称无法识读", english: "a name that can't be read"),
        "retained_without_time": Bilingual(chinese: "保留消息没有时间", english: "retained, and without a time"),
        "series_limit": Bilingual(chinese: "未登记序列过多", english: "too many unregistered series"),
        "senml_version": Bilingual(chinese: "SenML 版本不支持", english: "a SenML version that is not known"),
        "senml_unknown_mandatory": Bilingual(
            chinese: "SenML 有必须理解的未知成员", english: "SenML with a member that must be understood"),
        "senml_base": Bilingual(chinese: "SenML 成员类型不对", english: "a SenML member of the wrong type"),
        "senml_name": Bilingual(chinese: "SenML 名称不可用", english: "SenML without a usable name"),
        "senml_value": Bilingual(chinese: "SenML 记录须有一个值", english: "SenML without exactly one value"),
        "memory_short": Bilingual(chinese: "内存不足", english: "no memory to read it"),
        "answer_retained": Bilingual(chinese: "保留的答复", english: "a retained answer"),
        "answer_too_long": Bilingual(chinese: "答复过长", english: "an answer that is too long"),
        "answer_unreadable": Bilingual(chinese: "答复无法识读", english: "an answer that can't be read"),
    ]
}
