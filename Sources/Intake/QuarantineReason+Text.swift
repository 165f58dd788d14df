import Telemetry

extension QuarantineReason {
    /// What happened, as one sentence.
    package var explanation: Bilingual {
        let (chinese, english) = explanationTexts
        return Bilingual(chinese: chinese, english: english)
    }

    /// What the sender should do.
    package var remedy: Bilingual {
        let (chinese, english) = remedyTexts
        return Bilingual(chinese: chinese, english: english)
    }

    private var explanationTexts: (String, String) {
        switch self {
        case .payloadEmpty:
            ("报文为空。", "The payload is empty.")
        case .payloadTooLong:
            ("报文过长。", "The payload is too long.")
        case .payloadNotUTF8:
            ("报文不是 UTF-8 文本。", "The payload is not UTF-8 text.")
        case .payloadNotJSON:
            ("报文不是有效的 JSON。", "The payload is not valid JSON.")
        case .payloadUnfinished:
            ("报文被截断，或后面还有多余内容。", "The payload is cut off, or something follows its end.")
        case .payloadNotAnObject:
            ("报文既不是对象也不是 SenML 数组。", "The payload is neither an object nor a SenML array of objects.")
        case .nestedTooDeep:
            ("报文嵌套过深。", "The payload is nested too deep.")
        case .tooManyMembers:
            ("报文成员过多。", "The payload has too many members.")
        case .tooManyRecords:
            ("SenML 记录过多。", "The SenML pack has too many records.")
        case .duplicateMember:
            ("同一成员出现两次，含义不明。", "A member is there twice, so its meaning is unclear.")
        case .numberUnreadable:
            ("数值无法读取或超出范围。", "A number can't be read or is out of range.")
        case .valueMissing:
            ("没有数值。", "There is no value.")
        case .valueType:
            ("v 不是数或布尔值。", "The value v is neither a number nor a boolean.")
        case .timeUnreadable:
            ("时间无法读取。", "The time can't be read.")
        case .unitType:
            ("单位不是文本。", "The unit is not a text.")
        case .unitMismatch:
            ("单位与登记单位量纲不同。", "The unit measures something else than the series' unit.")
        case .topicShape:
            ("主题不是 city/区/领域/站点/要素。", "The topic is not city/<district>/<domain>/<station>/<quantity>.")
        case .topicTooLong:
            ("主题过长。", "The topic is too long.")
        case .nameUnreadable:
            ("名称不是可读的 UTF-8，或过长。", "A name is not UTF-8, has control characters, is empty or too long.")
        case .retainedWithoutTime:
            ("保留消息没有时间，无法判断新旧。", "A retained message gives no time, so nobody knows how old it is.")
        case .seriesLimit:
            ("未登记的序列过多。", "There are too many series of unregistered stations.")
        case .senMLVersion:
            ("不支持此 SenML 版本。", "This SenML version is not supported.")
        case .senMLUnknownMandatory:
            ("SenML 含有必须理解的未知成员。", "The SenML pack has a member that must be understood and is not.")
        case .senMLBase:
            ("SenML 基础成员类型错误。", "A SenML member has the wrong type.")
        case .senMLName:
            ("SenML 记录没有可用的名称。", "A SenML record has no name that tells station and quantity.")
        case .senMLValue:
            ("SenML 记录须恰有一个值。", "A SenML record must have exactly one value, or a sum.")
        case .memoryShort:
            ("内存不足。", "There was no memory to read it.")
        }
    }

    private var remedyTexts: (String, String) {
        switch self {
        case .payloadEmpty:
            ("请发送一个 JSON 对象。", "Send a JSON object.")
        case .payloadTooLong:
            ("请拆分报文，或调高 intake.payload_limit_bytes。", "Split it, or raise intake.payload_limit_bytes.")
        case .payloadNotUTF8:
            ("请以 UTF-8 编码发送 JSON。", "Send JSON in UTF-8.")
        case .payloadNotJSON:
            ("请发送有效的 JSON；NaN 和 Infinity 不是 JSON 数。", "Send valid JSON; NaN and Infinity are no JSON numbers.")
        case .payloadUnfinished:
            ("请检查网关的缓冲区长度。", "Check the gateway's buffer length.")
        case .payloadNotAnObject:
            ("请发送 {\"t\",\"v\",\"u\"} 或 SenML。", "Send {\"t\",\"v\",\"u\"} or SenML.")
        case .nestedTooDeep:
            ("请展平报文。", "Flatten it.")
        case .tooManyMembers:
            ("请拆分报文。", "Split it.")
        case .tooManyRecords:
            ("请拆分报文。", "Split it.")
        case .duplicateMember:
            ("每个成员只写一次。", "Write each member once.")
        case .numberUnreadable:
            ("请发送有限的十进制数。", "Send finite decimal numbers.")
        case .valueMissing:
            ("请在 v 中给出数值；无值时给出质量标志 q。", "Give the value in v, or a quality flag q where there is none.")
        case .valueType:
            ("请把 v 写成 JSON 数，不加引号。", "Write v as a JSON number, without quotes.")
        case .timeUnreadable:
            (
                "t 应为 Unix 秒（不是毫秒）或带时区的 ISO 8601。",
                "Give t in Unix seconds (not milliseconds) or as ISO 8601 with an offset."
            )
        case .unitType:
            ("请把单位写成文本，例如 \"m\"。", "Write the unit as a text, like \"m\".")
        case .unitMismatch:
            ("请改正设备或站点登记中的单位。", "Correct the unit in the device or in the station's registration.")
        case .topicShape:
            ("请发布到五级主题，或使用带名称的 SenML。", "Publish to such a topic, or send SenML with names.")
        case .topicTooLong:
            ("请缩短主题。", "Shorten it.")
        case .nameUnreadable:
            ("名称每级最多 256 字节，不含控制字符。", "Use at most 256 bytes a level, without control characters.")
        case .retainedWithoutTime:
            ("请加上 t，或不要设置保留标志。", "Add t, or publish it without the retain flag.")
        case .seriesLimit:
            ("请登记站点，或调高 intake.maximum_series。", "Register the station, or raise intake.maximum_series.")
        case .senMLVersion:
            ("请使用版本 10（RFC 8428）。", "Use version 10 (RFC 8428).")
        case .senMLUnknownMandatory:
            ("请去掉以 _ 结尾的成员。", "Leave out members that end in _.")
        case .senMLBase:
            ("请参照 RFC 8428 表 1。", "See RFC 8428, table 1.")
        case .senMLName:
            ("名称写成 站点:要素 或五级主题。", "Name it <station>:<quantity> or by a city topic.")
        case .senMLValue:
            ("每条记录只给 v、vb、vs、vd 之一。", "Give one of v, vb, vs, vd in each record.")
        case .memoryShort:
            ("请检查服务器内存。", "Check the server's memory.")
        }
    }
}
