import Configuration
import Telemetry

/// Reads files of `alarm-management/`. Every limit carries its source and date.
struct AlarmManagementReader {
    let collector = ProblemCollector()
    private(set) var rules: AlarmManagementRules
    private var written: Set<String> = []

    init(utcOffsetMinutes: Int) {
        rules = AlarmManagementRules(utcOffsetMinutes: utcOffsetMinutes)
    }

    mutating func read(_ file: ConfigurationFile) {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("A file of alarm management")
        else { return }
        section("shelving", &fields) { section, rules in
            rules.longestShelving = section.interval("limit")
            if let count = section.required("count")?.integer("“count”", in: 1...10_000) {
                rules.suppressionLimit = max(rules.suppressionLimit, count)
            }
        }
        section("silences", &fields) { section, rules in
            rules.longestSilence = section.interval("limit")
            if let count = section.required("count")?.integer("“count”", in: 1...10_000) {
                rules.suppressionLimit = max(rules.suppressionLimit, count)
            }
        }
        section("flood", &fields) { section, rules in
            let onNode = section.required("on")
            let on = onNode?.integer("“on”", in: 2...10_000)
            let off = section.required("off")?.integer("“off”", in: 1...10_000)
            guard let on, let off, let window = section.interval("window") else { return }
            if off > on {
                onNode?.problem("A flood that ends above where it begins.", remedy: "Write “off” not above “on”.")
            }
            rules.flood = AlarmManagementRules.Flood(on: on, off: off, window: window)
        }
        section("chattering", &fields) { section, rules in
            let raises = section.required("raises")?.integer("“raises”", in: 2...1_000)
            guard let raises, let window = section.interval("window") else { return }
            rules.chattering = AlarmManagementRules.Chattering(raises: raises, window: window)
        }
        section("stale", &fields) { section, rules in rules.staleAfter = section.interval("after") }
        for node in list("inhibitions", &fields) { readInhibition(node) }
        for node in list("mute_calendars", &fields) { readCalendar(node) }
        fields.finish()
    }

    /// A section that stands once in a city, with its source and date.
    private mutating func section(
        _ name: String, _ fields: inout ConfigurationMapping,
        _ body: (inout ConfigurationMapping, inout AlarmManagementRules) -> Void
    ) {
        guard let node = fields.optional(name), var section = node.mapping("“\(name)”") else { return }
        if !written.insert(name).inserted {
            node.problem("“\(name)” is written twice.", remedy: "Keep one of them.")
        }
        body(&section, &rules)
        _ = section.string("source")
        _ = section.string("date")
        section.finish()
    }

    private func list(_ name: String, _ fields: inout ConfigurationMapping) -> [ConfigurationNode] {
        guard let node = fields.optional(name) else { return [] }
        guard let elements = node.elements else {
            node.problem("“\(name)” must be a list.", remedy: "Write one “- …” for each.")
            return []
        }
        return elements
    }

    private mutating func readID(_ fields: inout ConfigurationMapping) -> String? {
        guard let node = fields.required("id"), let id = node.string("“id”") else { return nil }
        if !written.insert("id " + id).inserted {
            node.problem("“\(id)” is written twice.", remedy: "Give each an id of its own.")
            return nil
        }
        return id
    }

    private func matcher(_ node: ConfigurationNode?) -> AlarmMatcher? {
        guard let node, var fields = node.mapping("A matcher") else { return nil }
        var matcher = AlarmMatcher()
        matcher.alert = fields.strings("alert")
        matcher.key = fields.strings("key")
        matcher.hazard = fields.strings("hazard")
        matcher.place = fields.strings("place")
        matcher.district = fields.strings("district")
        matcher.station = fields.strings("station")
        fields.finish()
        if matcher.isEmpty {
            node.problem(
                "This matches every alarm of the city.",
                remedy: "Name at least one of alert, key, hazard, place, district, station, each a list.")
            return nil
        }
        return matcher
    }

    private mutating func readInhibition(_ node: ConfigurationNode) {
        guard var fields = node.mapping("An inhibition") else { return }
        let id = readID(&fields)
        let source = matcher(fields.required("source"))
        let target = matcher(fields.required("target"))
        let equalNode = fields.optional("equal")
        let wait = fields.optionalInterval("wait") ?? .zero
        _ = fields.bilingual("reason")
        _ = fields.string("source_document")
        _ = fields.string("date")
        fields.finish()
        var equal: [Inhibition.Field] = []
        for element in equalNode?.elements ?? [] {
            guard let name = element.string("A field of “equal”") else { continue }
            if let field = Inhibition.Field(rawValue: name) {
                equal.append(field)
            } else {
                element.problem(
                    "Alarms have no “\(name)”.",
                    remedy: "Write \(Inhibition.Field.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
        }
        guard let id, let source, let target else { return }
        rules.inhibitions.append(Inhibition(id: id, source: source, target: target, equal: equal, wait: wait))
    }

    private mutating func readCalendar(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A mute calendar") else { return }
        let id = readID(&fields)
        let matcher = matcher(fields.required("match"))
        let times = fields.required("times")
        let days = fields.optional("weekdays")
        _ = fields.bilingual("reason")
        fields.finish()
        var windows: [DayWindow] = []
        for element in times?.elements ?? [] {
            guard let text = element.string("A time") else { continue }
            if let window = DayWindow(text: text) {
                windows.append(window)
            } else {
                element.problem("“\(text)” is no time of the day.", remedy: "Write “22:00-06:00”.")
            }
        }
        var weekdays: [Int] = []
        for element in days?.elements ?? [] {
            guard let name = element.string("A weekday") else { continue }
            if let day = CivilDay.weekday(named: name) {
                weekdays.append(day)
            } else {
                element.problem("“\(name)” is no weekday.", remedy: "Write mon, tue, wed, thu, fri, sat, sun.")
            }
        }
        if let times, windows.isEmpty, times.elements?.isEmpty ?? true {
            times.problem("“times” must be a list of times.", remedy: "Write [“22:00-06:00”].")
        }
        guard let id, let matcher, !windows.isEmpty else { return }
        rules.calendars.append(MuteCalendar(id: id, matcher: matcher, windows: windows, weekdays: weekdays))
    }
}
