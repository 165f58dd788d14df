import Telemetry

extension LintID {
    /// What the check looks for, in a few words.
    package var title: Bilingual {
        switch self {
        case .yamlParse: Bilingual(chinese: "文件无法读取", english: "the file can't be read")
        case .celSyntax: Bilingual(chinese: "表达式写法有误", english: "an expression is not well formed")
        case .celType: Bilingual(chinese: "表达式名称或类型有误", english: "a name or type does not fit")
        case .celCost: Bilingual(chinese: "表达式计算量过大", english: "an expression costs too much")
        case .ruleDuplicate: Bilingual(chinese: "规则重复", english: "two rules of one name")
        case .templateSyntax: Bilingual(chinese: "文字模板有误", english: "a text with expressions is wrong")
        case .regexInvalid: Bilingual(chinese: "正则表达式有误", english: "a regular expression is wrong")
        case .durationInvalid: Bilingual(chinese: "时长写法有误", english: "a length of time is wrong")
        case .paramsMissing: Bilingual(chinese: "测站缺少参数值", english: "a station has no value of a parameter")
        case .lintComment: Bilingual(chinese: "检查注释有误", english: "a lint comment is wrong")
        case .thresholdMissing: Bilingual(chinese: "测站缺少阈值", english: "a station has no such threshold")
        case .alertsComparison:
            Bilingual(chinese: "条件恒为真，或与实测无关", english: "a condition that always holds, or asks for nothing measured")
        case .exprImpossible: Bilingual(chinese: "条件不可能成立", english: "a condition that can never hold")
        case .clearOverlap: Bilingual(chinese: "触发与解除条件重叠", english: "raised and cleared by the same reading")
        case .clearUnreachable: Bilingual(chinese: "解除条件不可能成立", english: "an alarm that never clears")
        case .alertsFor: Bilingual(chinese: "持续时间不合适", english: "a delay that does nothing")
        case .alertsAbsent: Bilingual(chinese: "静默时限太短", english: "silence sooner than two readings")
        case .windowRate: Bilingual(chinese: "变化率窗口太短", english: "a rate over fewer than two readings")
        case .windowHistory: Bilingual(chinese: "窗口超出保留的历史", english: "a window longer than the history that is kept")
        case .exprFragile: Bilingual(chinese: "脆弱的比较", english: "a comparison that noise decides")
        case .alertsTemplate: Bilingual(chinese: "文字含未取整的数", english: "a number that is not rounded in a text")
        case .exprDivision: Bilingual(chinese: "除数可能为零", english: "a divisor that may be 0")
        case .labelsConflict: Bilingual(chinese: "标签与身份冲突", english: "a label that hides the alarm's own word")
        case .matchSeries: Bilingual(chinese: "没有匹配的测站", english: "no station matches")
        case .ruleDependency: Bilingual(chinese: "依赖的告警不存在", english: "a rule follows an alert that there is not")
        case .paramsUnused: Bilingual(chinese: "参数未使用", english: "a parameter that nothing reads")
        case .exprMixedList: Bilingual(chinese: "列表元素类型不一", english: "a list of different types")
        case .exprMixedEquality: Bilingual(chinese: "不同类型之间比较相等", english: "equality of different types")
        case .policyAnnotation: Bilingual(chinese: "缺少规定的说明", english: "an annotation that the city wants is missing")
        case .policyLabel: Bilingual(chinese: "缺少规定的标签", english: "a label that the city wants is missing or another")
        case .policyName: Bilingual(chinese: "告警名称不合规定", english: "an alert's name is not as the city wants it")
        case .policyFor: Bilingual(chinese: "持续时间不合规定", english: "a delay is not as the city wants it")
        case .policyOwner: Bilingual(chinese: "缺少负责人注释", english: "nobody is named as the rule's owner")
        case .alertsCount: Bilingual(chinese: "事件过多", english: "more incidents than the city wants")
        case .policyLink: Bilingual(chinese: "链接打不开", english: "a link that does not open")
        }
    }
}
