import Telemetry

/// `tocsin stations`: one line a station and quantity.
package enum StationTable {
    package static func render(_ stations: [StationView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if stations.isEmpty { return chinese ? "没有测站。\n" : "No stations.\n" }
        var table = TextTable(
            chinese
                ? [
                    .init("编号"), .init("名称"), .init("区域"), .init("要素"), .init("最新值", .trailing), .init("时间"),
                    .init("备注"),
                ]
                : [
                    .init("ID"), .init("NAME"), .init("DISTRICT"), .init("QUANTITY"), .init("LATEST", .trailing),
                    .init("AT"), .init("NOTE"),
                ])
        for station in stations {
            for quantity in station.quantities.isEmpty ? [nil] : station.quantities.map(Optional.some) {
                table.append([
                    station.id, station.name[language], names.district(station.district, language),
                    quantity.map { Vocabulary.quantity($0.quantity, language) } ?? "–",
                    quantity.flatMap { latest in latest.lastValue.map { NumberText.value($0, unit: latest.unit) } }
                        ?? "–",
                    quantity?.lastEventTime.map { TimeText.short($0, names) } ?? "–",
                    notes(station, quantity, chinese),
                ])
            }
        }
        return table.render()
    }

    private static func notes(_ station: StationView, _ quantity: StationView.Quantity?, _ chinese: Bool) -> String {
        var notes: [String] = []
        if !station.registered { notes.append(chinese ? "未登记" : "unregistered") }
        if station.lifeSafety { notes.append(chinese ? "生命安全" : "life safety") }
        if station.registered, let quantity, quantity.thresholds.isEmpty {
            notes.append(chinese ? "无阈值" : "no thresholds")
        }
        return notes.joined(separator: chinese ? "，" : ", ")
    }
}
