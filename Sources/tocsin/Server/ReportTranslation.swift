import City
import Foundation
import IncidentCommand
import Telemetry
import Views

extension ReportRequest {
    /// The report with its places found in the city; the caller is added by who keeps callers.
    ///
    /// - Throws: `unknown_hazard`, `unknown_place`, `ambiguous_place`, `outside_the_city`, `bad_request`.
    func report(linkage: Linkage, finder: PlaceFinder) throws(ProblemView) -> PublicReport {
        guard ReportRequest.lines.contains(via) else {
            throw ProblemView.badReport("via", via, ReportRequest.lines)
        }
        let finding = try finding(finder, reach: Double(linkage.reportsJoinWithinMetres ?? 0))
        return PublicReport(
            hazard: try knownHazard(linkage), spots: finding.spots.map(PublicReport.Spot.init),
            region: finding.region.map(PublicReport.Spot.init), position: position,
            metres: finding.metres.map { Int($0.rounded()) }, text: text, via: via, lifeSafety: lifeSafety ?? false)
    }

    private var position: GeoPosition? {
        guard let latitude, let longitude else { return nil }
        return GeoPosition(latitude: latitude, longitude: longitude)
    }

    private func knownHazard(_ linkage: Linkage) throws(ProblemView) -> String {
        let wanted = hazard.lowercased()
        let known = linkage.hazards.first {
            $0.id == wanted || $0.name.chinese == hazard || $0.name.english.lowercased() == wanted
        }
        if let known { return known.id }
        throw ProblemView.badReport("hazard", hazard, linkage.hazards.map(\.id).sorted(), code: "unknown_hazard")
    }

    private func finding(_ finder: PlaceFinder, reach: Double) throws(ProblemView) -> PlaceFinder.Finding {
        do throws(PlaceFinder.Failure) {
            if let position { return try finder.find(near: position, reach: reach) }
            return try finder.find(named: place ?? "")
        } catch {
            throw problem(error)
        }
    }

    private func problem(_ failure: PlaceFinder.Failure) -> ProblemView {
        let shown = DisplayText.safe(place ?? "", limit: 100)
        switch failure {
        case .unknown:
            return ProblemView(
                code: "unknown_place",
                message: Bilingual(
                    chinese: "城市里没有叫“\(shown)”的地点、测站或区域。",
                    english: "The city has no place, station or district that is called “\(shown)”."),
                remedy: Bilingual(
                    chinese: "写出名称的开头即可；或用 --at 给出经纬度。",
                    english: "The beginning of a name will do; or give a position by --at."))
        case .outsideTheCity:
            return ProblemView(
                code: "outside_the_city",
                message: Bilingual(
                    chinese: "位置 \(latitude ?? 0),\(longitude ?? 0) 不在本市范围内。",
                    english: "The position \(latitude ?? 0),\(longitude ?? 0) lies outside the city."),
                remedy: Bilingual(
                    chinese: "先写纬度，后写经度；或用 --place 写明地点。",
                    english: "Write the latitude first, then the longitude; or name a place by --place."))
        case .ambiguous(let candidates):
            let shownLimit = 8
            func names(_ language: Language) -> String {
                let more = candidates.count > shownLimit ? " …" : ""
                return candidates.prefix(shownLimit).map { candidate in
                    DisplayText.safe("\(candidate.name[language]) (\(candidate.id))", limit: 200)
                }.joined(separator: language == .chinese ? "、" : ", ") + more
            }
            return ProblemView(
                code: "ambiguous_place",
                message: Bilingual(
                    chinese: "“\(shown)”可能是：\(names(.chinese))。",
                    english: "“\(shown)” may be any of: \(names(.english))."),
                remedy: Bilingual(chinese: "请写全名或括号内的编号。", english: "Write the whole name, or the id in brackets."))
        }
    }
}

extension ProblemView {
    /// A word of a report that must be one of several.
    fileprivate static func badReport(
        _ name: String, _ word: String, _ words: [String], code: String = "bad_request"
    ) -> ProblemView {
        let shown = DisplayText.safe(word, limit: 100)
        let list = words.joined(separator: ", ")
        return ProblemView(
            code: code,
            message: Bilingual(
                chinese: "“\(shown)”不能用作 \(name)。", english: "“\(shown)” is no “\(name)” of a report."),
            remedy: Bilingual(chinese: "可用：\(list)。", english: "Use one of: \(list)."))
    }
}

extension PublicReport.Spot {
    fileprivate init(_ spot: PlaceFinder.Spot) {
        self.init(place: spot.place, district: spot.district)
    }
}

extension PublicReport {
    /// What whoever took the call should know besides.
    func notices(isCallerLost: Bool, names: NameBook) -> [Bilingual] {
        var notices: [Bilingual] = []
        if let metres, let place = spots.first?.place {
            notices.append(
                Bilingual(
                    chinese: "最近的测点在\(names.place(place, .chinese))，距该位置 \(metres) 米。",
                    english: "The nearest station is at \(names.place(place, .english)), \(metres) m from the position."
                ))
        }
        if isCallerLost {
            notices.append(
                Bilingual(
                    chinese: "接报已登记，但来电人无法保存：请另行记下姓名和号码。",
                    english: "The report is taken, but the caller could not be kept: note name and number elsewhere."))
        }
        return notices
    }
}
