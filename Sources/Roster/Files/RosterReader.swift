import Configuration
import Telemetry

/// Reads the files below `roster/`; all of them together are one roster. What is written in several files is joined, and
/// people, zones and holidays may stand in another file than the schedules that use them.
struct RosterReader {
    let collector: ProblemCollector
    /// Ids that a schedule may be for; nil leaves it unchecked.
    let officers: [String]?
    let departments: [String]?
    /// The zone of schedules that name none.
    let cityOffsetMinutes: Int

    private(set) var roster = Roster()
    private var zones: [String: ZoneRule] = [:]
    private var peopleByID: [String: RosterPerson] = [:]
    private var hasWarning = false

    init(officers: [String]?, departments: [String]?, cityOffsetMinutes: Int, collector: ProblemCollector) {
        self.officers = officers
        self.departments = departments
        self.cityOffsetMinutes = cityOffsetMinutes
        self.collector = collector
    }

    mutating func read(_ files: [ConfigurationFile]) {
        var scheduleNodes: [ConfigurationNode] = []
        for file in files {
            guard var root = ConfigurationNode.root(of: file, collector: collector)?.mapping("A roster file") else {
                continue
            }
            for node in RosterReader.list("time_zones", &root) { readZone(node) }
            if let node = root.optional("warnings") { readWarning(node) }
            for node in RosterReader.list("holidays", &root) { readHoliday(node) }
            for node in RosterReader.list("people", &root) { readPerson(node) }
            scheduleNodes += RosterReader.list("schedules", &root)
            root.finish()
        }
        roster.holidays.sort { $0.day < $1.day }
        for node in scheduleNodes { readSchedule(node) }
        roster.schedules.sort { $0.party < $1.party }
    }

    static func list(_ name: String, _ fields: inout ConfigurationMapping) -> [ConfigurationNode] {
        guard let node = fields.optional(name) else { return [] }
        guard let elements = node.elements else {
            node.problem("“\(name)” must be a list.", remedy: "Write one “- …” for each.")
            return []
        }
        return elements
    }

    /// Ids are written in the log and in orders, where nothing may stand that has to be erased one day.
    static func id(_ node: ConfigurationNode?, _ what: String) -> String? {
        guard let node, let text = node.string("“\(what)”") else { return nil }
        guard RosterPerson.isID(text) else {
            node.problem(
                "“\(text)” is no id.",
                remedy: "Write lower-case letters, digits and hyphens, a letter first: w-zhang, p-017. "
                    + "Names and numbers of people belong into their own store: tocsin roster people import.")
            return nil
        }
        return text
    }

    static func day(_ node: ConfigurationNode?, _ what: String) -> Int64? {
        guard let node, let text = node.string("“\(what)”") else { return nil }
        guard let day = CivilDay.day(text: text) else {
            node.problem("“\(text)” is no date.", remedy: "Write it as “2026-11-21”.")
            return nil
        }
        return day
    }

    // MARK: What schedules refer to

    private mutating func readZone(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A time zone") else { return }
        let nameNode = fields.required("name")
        let name = nameNode?.string("“name”")
        let ruleNode = fields.required("rule")
        let text = ruleNode?.string("“rule”")
        _ = fields.string("source")
        _ = fields.string("date")
        fields.finish()
        guard let name, let text else { return }
        guard let rule = ZoneRule(posix: text) else {
            ruleNode?.problem(
                "“\(text)” is no rule of a time zone.",
                remedy: "Write it as POSIX does: “CST-8”, “GMT0BST,M3.5.0/1,M10.5.0”. The last line of "
                    + "/usr/share/zoneinfo/\(name) is such a rule: tail -n1 shows it.")
            return
        }
        if zones.updateValue(rule, forKey: name) != nil {
            nameNode?.problem(
                "The time zone “\(name)” is written twice.", remedy: "Keep one of them.", kind: .duplicate)
        }
    }

    private mutating func readWarning(_ node: ConfigurationNode) {
        guard var fields = node.mapping("“warnings”") else { return }
        let ahead = fields.interval("ahead")
        let againNode = fields.required("again")
        let again = againNode?.interval("“again”")
        let source = fields.string("source")
        let date = fields.string("date")
        fields.finish()
        if hasWarning { node.problem("“warnings” is written twice.", remedy: "Keep one of them.", kind: .duplicate) }
        hasWarning = true
        guard let ahead, let again, let source, let date else { return }
        if again > ahead {
            againNode?.problem(
                "The second warning comes before the first.", remedy: "Write “again” not longer than “ahead”.",
                kind: .interval)
        }
        if ahead > Interval(seconds: 90 * 86_400) {
            node.problem("A roster is not warned of further than 90 days.", remedy: "Shorten “ahead”.", kind: .interval)
        }
        roster.warning = Roster.GapWarning(ahead: ahead, again: again, source: source, date: date)
    }

    private mutating func readHoliday(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A holiday") else { return }
        let dateNode = fields.optional("date")
        let fromNode = fields.optional("from")
        let throughNode = fields.optional("through")
        let name = fields.bilingual("name")
        fields.finish()
        let first: Int64?
        let last: Int64?
        if let dateNode, fromNode == nil, throughNode == nil {
            first = RosterReader.day(dateNode, "date")
            last = first
        } else if dateNode == nil, let fromNode, let throughNode {
            first = RosterReader.day(fromNode, "from")
            last = RosterReader.day(throughNode, "through")
        } else {
            return node.problem(
                "A holiday needs its day.", remedy: "Write “date: …”, or “from: …” and “through: …”.", length: 1)
        }
        guard let first, let last, let name else { return }
        guard first <= last, last - first < 31 else {
            (throughNode ?? node).problem(
                "A holiday that ends before it begins, or is longer than a month.", remedy: "Mend its dates.")
            return
        }
        for day in first...last {
            if let known = roster.holiday(on: day) {
                (dateNode ?? fromNode ?? node).problem(
                    "This day is a holiday already: “\(known.name.english)”.", remedy: "Keep one of them.",
                    kind: .duplicate)
                return
            }
            roster.holidays.append(Roster.Holiday(day: day, name: name))
        }
    }

    private mutating func readPerson(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A person") else { return }
        let idNode = fields.required("id")
        let id = RosterReader.id(idNode, "id")
        let role = RosterReader.id(fields.required("role"), "role")
        let organisationNode = fields.required("organisation")
        let organisation = organisationNode?.string("“organisation”")
        fields.finish()
        if let organisation, let departments, organisation != RosterPerson.watch, !departments.contains(organisation) {
            organisationNode?.problem(
                "There is no department “\(organisation)”.",
                remedy:
                    "Name a department of linkage/, or “\(RosterPerson.watch)” for the command centre's own people.",
                kind: .reference)
        }
        guard let id, let role, let organisation else { return }
        let person = RosterPerson(id: id, role: role, organisation: organisation)
        if peopleByID.updateValue(person, forKey: id) != nil {
            idNode?.problem("The person “\(id)” is written twice.", remedy: "Keep one of them.", kind: .duplicate)
        } else {
            roster.people.append(person)
        }
    }

    // MARK: Schedules

    private mutating func readSchedule(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A schedule") else { return }
        let partyNode = fields.required("party")
        let party = partyNode?.string("“party”")
        let zone = readZoneName(fields.optional("time_zone"))
        let cover = ScheduleReader.hours(fields.optional("cover"), "“cover”")
        let layersNode = fields.required("layers")
        let overrideNodes = RosterReader.list("overrides", &fields)
        fields.finish()
        guard let party, let partyNode, let zone else { return }
        let isOfficer = officers?.contains(party) ?? false
        if let officers, let departments, !isOfficer, !departments.contains(party) {
            partyNode.problem(
                "There is neither an officer nor a department “\(party)”.",
                remedy: "Officers are \(officers.joined(separator: ", ")) (city.yaml); departments are in linkage/.",
                kind: .reference)
        }
        if roster.schedule(of: party) != nil {
            partyNode.problem(
                "“\(party)” has a schedule already.", remedy: "Keep one; further rotations are layers of it.",
                kind: .duplicate)
            return
        }
        let reader = ScheduleReader(
            zone: zone.rule, people: peopleByID, organisation: isOfficer ? RosterPerson.watch : party,
            checksOrganisation: officers != nil)
        let layers = reader.layers(layersNode)
        let overrides = reader.overrides(overrideNodes)
        guard !layers.isEmpty else { return }
        roster.schedules.append(
            DutySchedule(
                party: party, zone: zone.rule, zoneName: zone.name, layers: layers, overrides: overrides, cover: cover))
    }

    private func readZoneName(_ node: ConfigurationNode?) -> (name: String, rule: ZoneRule)? {
        guard let node else { return ("", ZoneRule(standardSeconds: cityOffsetMinutes * 60)) }
        guard let name = node.string("“time_zone”") else { return nil }
        if let rule = zones[name] { return (name, rule) }
        let known = zones.keys.sorted().joined(separator: ", ")
        node.problem(
            "The roster knows no time zone “\(name)”.",
            remedy:
                "Add “- {name: \(name), rule: …, source: …, date: …}” to “time_zones”; the rule is the last line of "
                + "/usr/share/zoneinfo/\(name). Known are: \(known.isEmpty ? "none" : known).", kind: .reference)
        return nil
    }
}

extension Roster {
    /// Folder of a city's configuration that holds it.
    package static let folder = "roster"

    /// Reads the files below `roster/`.
    ///
    /// - Parameters:
    ///   - officers: ids of the city's officers; departments: ids of the linkage's. Nil leaves them unchecked.
    ///   - utcOffsetMinutes: the city's, for schedules that name no time zone.
    /// - Throws: every problem of all files at once, with place and remedy.
    package static func load(
        bundle: ConfigurationBundle, officers: [String]? = nil, departments: [String]? = nil, utcOffsetMinutes: Int
    ) throws(ConfigurationProblems) -> Roster {
        var reader = RosterReader(
            officers: officers, departments: departments, cityOffsetMinutes: utcOffsetMinutes,
            collector: ProblemCollector())
        reader.read(bundle.files(below: folder))
        try reader.collector.throwIfAny()
        return reader.roster
    }
}
