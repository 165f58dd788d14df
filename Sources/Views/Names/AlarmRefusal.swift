import Telemetry

/// Why an order about the telling of alarms was refused, with the remedy.
package enum AlarmRefusal {
    package static func text(_ code: String) -> Bilingual {
        switch code {
        case "person_missing":
            Bilingual(chinese: "没有写明是谁。请用 --by 写明姓名。", english: "Nobody is named. Name the person by --by.")
        case "reason_missing":
            Bilingual(chinese: "没有写明原因。请用 --reason 写明。", english: "No reason is given. Give one by --reason.")
        case "not_allowed":
            Bilingual(
                chinese: "本市配置不允许这种抑制。见 alarm-management/。",
                english: "The city allows no such suppression. See its alarm-management/ files.")
        case "wrong_length":
            Bilingual(
                chinese: "时长为零或超过本市上限。见 alarm-management/。",
                english: "No time at all, or longer than the city allows. See its alarm-management/ files.")
        case "life_safety":
            Bilingual(chinese: "生命安全报警不得搁置。", english: "A life-safety alarm can't be shelved.")
        case "unknown_alarm":
            Bilingual(
                chinese: "没有这个报警。请用 tocsin alarms 查看。", english: "There is no such alarm. See tocsin alarms.")
        case "unknown_suppression":
            Bilingual(
                chinese: "没有这个抑制。请用 tocsin alarms 查看。", english: "There is no such suppression. See tocsin alarms.")
        case "too_many":
            Bilingual(
                chinese: "抑制数量已达本市上限。请先解除其他抑制。",
                english: "As many stand as the city allows. End another one first.")
        case "matches_everything":
            Bilingual(
                chinese: "没有写明范围，会抑制全市报警。请至少写明一项。",
                english: "It names no alarm, so all of the city's would match. Name at least one field.")
        default: Bilingual(code)
        }
    }
}
