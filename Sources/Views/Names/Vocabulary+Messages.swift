import Telemetry

extension Vocabulary {
    /// What a message to a department or an officer is, by its kind.
    package static func message(_ kind: String, _ language: Language) -> String {
        messages[kind]?[language] ?? DisplayText.safe(kind, limit: 100)
    }

    private static let messages: [String: Bilingual] = [
        "order": Bilingual(chinese: "指令", english: "order"),
        "notice": Bilingual(chinese: "通知", english: "notice"),
        "reminder": Bilingual(chinese: "催办", english: "reminder"),
        "stand_down": Bilingual(chinese: "解除通知", english: "stand-down"),
        "recall": Bilingual(chinese: "撤回通知", english: "recall"),
        "call": Bilingual(chinese: "拨打电话提示", english: "call to be made"),
    ]

    /// Before what rings while the store can't be written: it may come again under another number.
    package static let unrecordedMark = "未入库 UNRECORDED"
}
