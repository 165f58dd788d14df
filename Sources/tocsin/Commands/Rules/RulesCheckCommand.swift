import ArgumentParser
import Operations
import Views

struct RulesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read the city's files as the server would: every problem with file, line, column, caret and remedy.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let loaded = try CityLoader.load(folder: options.city)
        let view = RulesCheckView(loaded)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        for warning in loaded.rules.warnings {
            for line in warning.rendered.split(separator: "\n", omittingEmptySubsequences: false) {
                Output.note(String(line))
            }
        }
        try Output.line(
            options.language == .chinese
                ? "配置无误：文件 \(view.files) 个，测站 \(view.stations) 个，规则 \(view.alerts) 条，部门 \(view.departments) 个，"
                    + "提醒 \(view.warnings) 条（\(view.configuration)）"
                : "No problems: \(view.files) files, \(view.stations) stations, \(view.alerts) alerts, "
                    + "\(view.departments) departments, \(view.warnings) warnings (\(view.configuration))")
        let total = NumberText.count(Int64(view.historyBytes >> 10))
        let most = NumberText.count(Int64(view.historySeriesBytesAtMost >> 10))
        try Output.line(
            options.language == .chinese
                ? "历史数据：\(view.historySeries) 个序列共约 \(total) KiB，每个序列最多 \(most) KiB"
                : "History: about \(total) KiB for \(view.historySeries) series, at most \(most) KiB for each")
    }
}
