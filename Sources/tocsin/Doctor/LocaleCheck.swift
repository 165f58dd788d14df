import CClock
import Glibc
import Telemetry
import Views

/// Can this terminal show Chinese, and does it know how wide it is?
enum LocaleCheck {
    static func findings() -> [FindingView] {
        setlocale(LC_ALL, "")
        let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? "?"
        guard codeset.uppercased() == "UTF-8" else {
            return [
                FindingView(
                    area: "locale", severity: .warning,
                    message: Bilingual(
                        chinese: "字符集是 \(codeset)，中文可能显示为乱码",
                        english: "The character set is \(codeset): Chinese may show as garbage"),
                    remedy: Bilingual(
                        chinese: "设置 LANG=C.UTF-8 或 zh_CN.UTF-8。", english: "Set LANG=C.UTF-8 or zh_CN.UTF-8."))
            ]
        }
        // 临, which every table gives two columns.
        let width = tocsin_wcwidth(0x4E34)
        if width != 2 {
            return [
                FindingView(
                    area: "locale", severity: .warning,
                    message: Bilingual(
                        chinese: "系统认为汉字宽 \(width) 列，表格可能对不齐",
                        english: "The system takes a Chinese character for \(width) columns: tables may not align"),
                    remedy: Bilingual(
                        chinese: "设置 LANG=C.UTF-8 或 zh_CN.UTF-8。", english: "Set LANG=C.UTF-8 or zh_CN.UTF-8."))
            ]
        }
        return [
            FindingView(
                area: "locale", severity: .good,
                message: Bilingual(chinese: "UTF-8，汉字宽 2 列", english: "UTF-8, Chinese takes 2 columns"))
        ]
    }
}
