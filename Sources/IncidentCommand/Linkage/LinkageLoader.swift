import Configuration
import Telemetry

/// Reads the linkage files in two passes, since a row may name a ladder or a department of another file.
struct LinkageLoader {
    let collector = ProblemCollector()
    let officers: [String]?
    let places: [String]?
    let districts: [String]?
    var departments: [Department] = []
    private var ladders: [(id: String, ladder: Ladder)] = []
    private var duty: Linkage.DutyPlan?
    private var dutyWasWritten = false
    var channels: [Channel] = []
    var officerChannels: [OfficerChannels] = []
    /// Where a channel is named; checked when all are known.
    var channelReferences: [(node: ConfigurationNode, id: String)] = []
    var corroboration: Corroboration?
    var gradeScales: [GradeScale] = []
    var reportsJoinWithinMetres: Int?
    var hazards: [Linkage.Hazard] = []
    var rows: [MatrixRow] = []

    /// Shortest repeat of a ladder's step: a mistyped unit must not flood a department.
    static let shortestRepeat = Interval(seconds: 10)

    init(officers: [String]?, places: [String]? = nil, districts: [String]? = nil) {
        self.officers = officers
        self.places = places
        self.districts = districts
    }

    mutating func load(_ files: [ConfigurationFile]) -> Linkage? {
        var parts: [(duty: ConfigurationNode?, hazards: [ConfigurationNode])] = []
        for file in files {
            guard let root = ConfigurationNode.root(of: file, collector: collector),
                var fields = root.mapping("A linkage file")
            else { continue }
            for node in list("channels", &fields) { readChannel(node) }
            for node in list("departments", &fields) { readDepartment(node) }
            for node in list("officers", &fields) { readOfficer(node) }
            for node in list("ladders", &fields) { readNamedLadder(node) }
            for node in list("grade_scales", &fields) { readGradeScale(node) }
            if let node = fields.optional("corroboration") { readCityCorroboration(node) }
            if let node = fields.optional("reports") { readReports(node) }
            parts.append((fields.optional("duty"), list("hazards", &fields)))
            fields.finish()
        }
        for part in parts {
            if let node = part.duty { readDuty(node) }
            for node in part.hazards { readHazard(node) }
        }
        checkChannelReferences()
        return duty.map {
            var linkage = Linkage(
                departments: departments, hazards: hazards, rows: rows, duty: $0, channels: channels,
                officerChannels: officerChannels, corroboration: corroboration, gradeScales: gradeScales)
            linkage.reportsJoinWithinMetres = reportsJoinWithinMetres
            return linkage
        }
    }

    func list(_ field: String, _ fields: inout ConfigurationMapping) -> [ConfigurationNode] {
        guard let node = fields.optional(field) else { return [] }
        guard let elements = node.elements else {
            node.problem("“\(field)” must be a list.", remedy: "Write one “- …” for each.")
            return []
        }
        return elements
    }

    // MARK: Departments

    private mutating func readDepartment(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A department") else { return }
        let idNode = fields.required("id")
        let id = idNode?.string("“id”")
        let name = fields.bilingual("name")
        let aliases = fields.strings("aliases")
        let uses = readChannelUses(fields.optional("channel"), fields.optional("channels"))
        fields.finish()
        guard let id, let idNode, let name else { return }
        if !isIdentifier(id) {
            idNode.problem(
                "The department's id “\(id)” can't be a level of a topic.",
                remedy: "Use at most 64 of a-z, 0-9, - and _.")
        } else if departments.contains(where: { $0.id == id }) {
            idNode.problem("The department “\(id)” is written twice.", remedy: "Keep one of them.")
        } else {
            departments.append(
                Department(
                    id: id, name: name, aliases: aliases, channels: uses ?? [ChannelUse(channel: Channel.mqtt.id)]))
        }
    }

    /// Whether it can be a level of a topic and a part of a message's key.
    func isIdentifier(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 64 && id.utf8.allSatisfy(isTopicByte)
    }

    private func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    // MARK: Ladders

    private mutating func readNamedLadder(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A ladder") else { return }
        let idNode = fields.required("id")
        let id = idNode?.string("“id”")
        let ladder = fields.required("steps").flatMap { readSteps($0, departmentAllowed: true) }
        fields.finish()
        guard let id, let idNode else { return }
        if ladders.contains(where: { $0.id == id }) {
            idNode.problem("The ladder “\(id)” is written twice.", remedy: "Keep one of them.")
        } else {
            // A ladder with a mistake still counts as known: who names it made no other mistake.
            ladders.append((id, ladder ?? Ladder(steps: [])))
        }
    }

    /// A ladder by its id, or its steps in place.
    func readLadder(_ node: ConfigurationNode, departmentAllowed: Bool) -> Ladder? {
        if node.elements != nil { return readSteps(node, departmentAllowed: departmentAllowed) }
        guard let id = node.string("“ladder”") else { return nil }
        guard let known = ladders.first(where: { $0.id == id }) else {
            let names = ladders.map(\.id).sorted().joined(separator: ", ")
            node.problem("There is no ladder “\(id)”.", remedy: "Known are: \(names.isEmpty ? "none" : names).")
            return nil
        }
        if !departmentAllowed, known.ladder.steps.contains(where: { $0.tell == .department }) {
            node.problem(
                "The ladder “\(id)” tells a department, but here the officer on duty is late.",
                remedy: "Name a ladder, or write steps, that tell officers only.")
            return nil
        }
        return known.ladder
    }

    private func readSteps(_ node: ConfigurationNode, departmentAllowed: Bool) -> Ladder? {
        guard let elements = node.elements, !elements.isEmpty, elements.count <= Ladder.stepLimit else {
            node.problem(
                "A ladder has 1 to \(Ladder.stepLimit) steps.", remedy: "Write “- {tell: …, after: …}” for each.")
            return nil
        }
        let steps = elements.compactMap { readStep($0, departmentAllowed: departmentAllowed) }
        return steps.count == elements.count ? Ladder(steps: steps) : nil
    }

    private func readStep(_ node: ConfigurationNode, departmentAllowed: Bool) -> Ladder.Step? {
        guard var fields = node.mapping("A step of a ladder") else { return nil }
        let tellNode = fields.required("tell")
        let after = fields.optionalInterval("after") ?? .zero
        let repeatNode = fields.optional("repeat")
        let timesNode = fields.optional("times")
        fields.finish()
        let interval = repeatNode?.interval("“repeat”")
        if let repeatNode, let interval, interval < LinkageLoader.shortestRepeat {
            repeatNode.problem(
                "A repeat every \(interval) floods whom it tells.",
                remedy: "Write \(LinkageLoader.shortestRepeat) or longer.")
        }
        let times = timesNode?.integer("“times”", in: 1...1_000)
        if let timesNode, repeatNode == nil {
            timesNode.problem(
                "“times” bounds a repeat, but the step has none.", remedy: "Add “repeat: 5m”, or remove it.")
        }
        guard let tellNode, let whom = tellNode.string("“tell”") else { return nil }
        if whom == "department" {
            if !departmentAllowed {
                tellNode.problem("No department is late here.", remedy: "Tell an officer of city.yaml.")
                return nil
            }
            return Ladder.Step(tell: .department, after: after, repeatEvery: interval, repeatLimit: times)
        }
        checkOfficer(whom, tellNode)
        return Ladder.Step(tell: .officer(whom), after: after, repeatEvery: interval, repeatLimit: times)
    }

    func checkOfficer(_ id: String, _ node: ConfigurationNode) {
        guard let officers, !officers.contains(id) else { return }
        node.problem(
            "There is no officer “\(id)” in city.yaml.",
            remedy: "Known are: \(officers.isEmpty ? "none" : officers.sorted().joined(separator: ", ")).")
    }

    // MARK: Duty

    private mutating func readDuty(_ node: ConfigurationNode) {
        if dutyWasWritten {
            node.problem("“duty” is written twice.", remedy: "Keep one of them.")
            return
        }
        dutyWasWritten = true
        guard var fields = node.mapping("“duty”") else { return }
        let officerNode = fields.required("officer")
        let within = fields.interval("acknowledge_within")
        let ladder = fields.required("ladder").flatMap { readLadder($0, departmentAllowed: false) }
        fields.finish()
        let officer = officerNode?.string("“officer”")
        if let officerNode, let officer { checkOfficer(officer, officerNode) }
        // What is missing is in the collector; an empty plan keeps “no duty” from being said as well.
        duty = Linkage.DutyPlan(
            officer: officer ?? "", acknowledgeWithin: within ?? .zero, ladder: ladder ?? Ladder(steps: []))
    }
}
