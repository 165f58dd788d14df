import Operations
import Roster
import Telemetry
import Views

/// Is somebody always on duty, and is it known how to reach them?
enum RosterFindings {
    private static let days = 30
    private static let area = "roster"

    static func findings(_ loaded: LoadedCity?, dataFolder: String) -> [FindingView] {
        guard let loaded, !loaded.roster.isEmpty else { return [] }
        let view = RosterCheckView(loaded.roster, now: WallClock.now)
        var findings = [
            view.gaps == 0
                ? FindingView(
                    area: area, severity: .good,
                    message: Bilingual(
                        chinese: "今后 \(days) 天处处有人值班", english: "Somebody is on duty throughout the next \(days) days"))
                : FindingView(
                    area: area, severity: .warning,
                    message: Bilingual(
                        chinese: "今后 \(days) 天值班表有 \(view.gaps) 处空缺",
                        english: "The roster has \(view.gaps) holes in the next \(days) days"),
                    remedy: Bilingual(
                        chinese: "用“tocsin roster gaps”查看，在 roster/ 中补上。",
                        english: "See them with “tocsin roster gaps” and fill them in roster/."))
        ]
        findings += view.differentZones.map { zone in
            FindingView(
                area: area, severity: .warning,
                message: Bilingual(
                    chinese: "时区 \(zone) 的规则与本机时区数据库不同",
                    english: "The roster's rule of \(zone) is not the one of this machine's zone database"),
                remedy: Bilingual(
                    chinese: "核对 roster/ 的 time_zones：应为 /usr/share/zoneinfo/\(zone) 的最后一行。",
                    english: "Check time_zones in roster/: the rule is the last line of /usr/share/zoneinfo/\(zone)."))
        }
        return findings + unreachable(loaded.roster, dataFolder)
    }

    private static func unreachable(_ roster: Roster, _ dataFolder: String) -> [FindingView] {
        let folder = PeopleFolder(dataFolder: dataFolder)
        let missing = roster.people.map(\.id).filter { folder.person($0)?.numbers.isEmpty ?? true }
        if missing.isEmpty { return [] }
        let list = missing.prefix(8).joined(separator: ", ") + (missing.count > 8 ? ", …" : "")
        return [
            FindingView(
                area: area, severity: .note,
                message: Bilingual(
                    chinese: "\(missing.count) 名值班人员没有登记号码：\(list)",
                    english: "\(missing.count) people of the roster have no number on file: \(list)"),
                remedy: Bilingual(
                    chinese: "用“tocsin roster people import”导入。",
                    english: "Take them in with “tocsin roster people import”."))
        ]
    }
}
