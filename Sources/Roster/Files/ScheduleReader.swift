import Configuration
import Telemetry

/// Reads the layers and overrides of one schedule.
struct ScheduleReader {
    let zone: ZoneRule
    let people: [String: RosterPerson]
    /// Whose people may stand for this party.
    let organisation: String
    let checksOrganisation: Bool

    /// Most people of one rotation, shifts of a day, and days of a pattern.
    static let limit = 366

    func layers(_ node: ConfigurationNode?) -> [DutyLayer] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“layers” must be a list with at least one rotation.", remedy: "Write one “- id: …” for each.")
            return []
        }
        var layers: [DutyLayer] = []
        for element in elements {
            guard let (layer, id) = layer(element) else { continue }
            if layers.contains(where: { $0.id == layer.id }) {
                id.problem(
                    "“\(layer.id)” is written twice.", remedy: "Give each layer an id of its own.", kind: .duplicate)
            }
            layers.append(layer)
        }
        return layers
    }

    private func layer(_ node: ConfigurationNode) -> (DutyLayer, id: ConfigurationNode)? {
        guard var fields = node.mapping("A layer") else { return nil }
        let idNode = fields.required("id")
        let id = RosterReader.id(idNode, "id")
        let starts = RosterReader.day(fields.required("starts"), "starts")
        let throughNode = fields.optional("through")
        let through = throughNode.flatMap { RosterReader.day($0, "through") }
        let everyNode = fields.optional("every")
        let handOverNode = fields.optional("hand_over")
        let shiftsNode = fields.optional("shifts")
        let patternNode = fields.optional("pattern")
        let peopleNode = fields.required("people")
        let people = rotation(peopleNode)
        let use = holidayUse(fields.optional("holidays"))
        let hours = ScheduleReader.hours(fields.optional("only"), "“only”")
        fields.finish()
        let handOver = minute(handOverNode)
        if let handOverNode, shiftsNode != nil {
            handOverNode.problem(
                "Shifts have their own hours.", remedy: "Remove “hand_over”: hand-over is when a shift begins.")
        }
        var turn: (shifts: [DutyLayer.Shift], days: Int64)?
        if let shiftsNode {
            let shifts = self.shifts(shiftsNode)
            let days = everyNode.map { whole($0, forShifts: true, handOver: 0)?.days } ?? 1
            if let days, !shifts.isEmpty { turn = (shifts, days) }
        } else if let everyNode {
            turn = whole(everyNode, forShifts: false, handOver: handOver)
        } else {
            node.problem(
                "A layer needs the length of its turns or its shifts.",
                remedy: "Write “every: 7d” with “hand_over: \"08:00\"”, or “shifts: […]”.", length: 1)
        }
        guard let id, let idNode, let starts, let turn, !people.isEmpty else { return nil }
        if let through, through < starts {
            throughNode?.problem("A layer that ends before it starts.", remedy: "Mend “starts” or “through”.")
        }
        if use == .only, turn.days > 1 {
            (everyNode ?? node).problem(
                "On holidays only, turns are counted in holidays.",
                remedy: "Write “every: 1d” or shifts without “every”.")
        }
        var layer = DutyLayer(
            id: id, starts: starts, through: through, shifts: turn.shifts, everyDays: turn.days, people: people,
            holidays: use, hours: hours)
        if let patternNode { layer.cycle = cycle(patternNode, everyNode, peopleNode, layer) }
        return (layer, idNode)
    }

    // MARK: Turns

    /// `every`: whole days, or a part of the day that divides it; by the civil clock, so that hand-over stays where it is when
    /// the clocks change.
    private func whole(
        _ node: ConfigurationNode, forShifts: Bool, handOver: Int
    ) -> (shifts: [DutyLayer.Shift], days: Int64)? {
        guard let length = node.interval("“every”") else { return nil }
        let day: Int64 = 86_400_000_000_000
        if length.nanoseconds > 0, length.nanoseconds % day == 0, length.nanoseconds / day <= Int64(Self.limit) {
            let window = DayWindow(fromMinute: handOver, throughMinute: handOver)
            return ([DutyLayer.Shift(window: window)], length.nanoseconds / day)
        }
        let hours = length.nanoseconds / 3_600_000_000_000
        guard !forShifts, length.nanoseconds > 0, length.nanoseconds % 3_600_000_000_000 == 0, 24 % max(1, hours) == 0
        else {
            node.problem(
                "A turn of \(length.text) does not fit the days.",
                remedy: forShifts
                    ? "With shifts write whole days, such as 7d."
                    : "Write whole days, such as 7d, "
                        + "or hours that divide a day: 1h, 2h, 3h, 4h, 6h, 8h, 12h.", kind: .interval)
            return nil
        }
        let shifts = (0..<24 / Int(hours)).map { index in
            let from = (handOver + index * Int(hours) * 60) % 1_440
            return DutyLayer.Shift(
                window: DayWindow(fromMinute: from, throughMinute: (from + Int(hours) * 60) % 1_440))
        }
        return (shifts, 1)
    }

    private func minute(_ node: ConfigurationNode?) -> Int {
        guard let node else { return 0 }
        guard let text = node.text, let minute = DayWindow.minute(text), minute < 1_440 else {
            node.problem("“hand_over” is a time of the day.", remedy: "Write “08:00”, quoted.")
            return 0
        }
        return minute
    }

    private func shifts(_ node: ConfigurationNode) -> [DutyLayer.Shift] {
        guard let elements = node.elements, !elements.isEmpty, elements.count <= 24 else {
            node.problem(
                "“shifts” must be a list of 1 to 24.", remedy: "Write “- {id: day, name: …, hours: …}” for each.")
            return []
        }
        var shifts: [DutyLayer.Shift] = []
        var spans: [Range<Int64>] = []
        for element in elements {
            guard var fields = element.mapping("A shift") else { continue }
            let id = RosterReader.id(fields.required("id"), "id")
            let name = fields.bilingual("name")
            let hoursNode = fields.required("hours")
            let text = hoursNode?.string("“hours”")
            fields.finish()
            guard let id, let name, let text, let hoursNode else { continue }
            guard let window = DayWindow(text: text) else {
                hoursNode.problem("“\(text)” are no hours of the day.", remedy: "Write “08:00-20:00”.")
                continue
            }
            if id == "off" || shifts.contains(where: { $0.id == id }) {
                element.problem(
                    "A shift can't be called “\(id)”.", remedy: "“off” means free; give each shift an id of its own.",
                    length: 1, kind: .duplicate)
            }
            let first = shifts.first?.window.fromMinute ?? window.fromMinute
            let span = window.minutes(onDay: window.fromMinute < first ? 1 : 0)
            if spans.contains(where: { $0.overlaps(span) }) || span.upperBound > Int64(first) + CivilDay.minutes {
                hoursNode.problem(
                    "This shift is at the same time as another.",
                    remedy:
                        "Let each begin when the one before it ends; who stands in besides belongs into a layer of its own."
                )
            }
            spans.append(span)
            shifts.append(DutyLayer.Shift(id: id, name: name, window: window))
        }
        return shifts.count == elements.count ? shifts : []
    }

    // MARK: People, holidays, hours

    private func rotation(_ node: ConfigurationNode?) -> [String] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty, elements.count <= Self.limit else {
            node.problem(
                "“people” must be a list of 1 to \(Self.limit).", remedy: "Write [w-zhang, w-li] by their ids.")
            return []
        }
        return elements.compactMap { person($0) }
    }

    private func person(_ node: ConfigurationNode?) -> String? {
        guard let node, let id = node.string("A person") else { return nil }
        guard let person = people[id] else {
            node.problem(
                "The roster knows no person “\(id)”.",
                remedy:
                    "Add “- {id: \(id.utf8.count <= 64 ? id : "…"), role: …, organisation: …}” to “people”, or mend the id.",
                kind: .reference)
            return nil
        }
        if checksOrganisation, person.organisation != organisation {
            node.problem(
                "“\(id)” belongs to “\(person.organisation)”, not to “\(organisation)”.",
                remedy: "Name somebody of “\(organisation)”, or mend the person's organisation.", kind: .reference)
        }
        return id
    }

    private func holidayUse(_ node: ConfigurationNode?) -> DutyLayer.HolidayUse {
        guard let node else { return .same }
        guard let use = node.text.flatMap(DutyLayer.HolidayUse.init(rawValue:)) else {
            node.problem(
                "“holidays” says whether the layer holds on holidays.", remedy: "Write same, off or only.")
            return .same
        }
        return use
    }

    /// `{times: ["18:00-08:00"], weekdays: [sat, sun]}`.
    static func hours(_ node: ConfigurationNode?, _ what: String) -> DutySchedule.Hours? {
        guard let node, var fields = node.mapping(what) else { return nil }
        let times = RosterReader.list("times", &fields)
        let days = RosterReader.list("weekdays", &fields)
        fields.finish()
        if times.isEmpty, days.isEmpty {
            node.problem(
                "\(what) names no hours.", remedy: "Write times: [\"18:00-08:00\"], weekdays: [sat, sun], or both.",
                length: 1)
        }
        var hours = DutySchedule.Hours(windows: [], weekdays: [])
        for element in times {
            guard let text = element.string("A time") else { continue }
            if let window = DayWindow(text: text) {
                hours.windows.append(window)
            } else {
                element.problem("“\(text)” are no hours of the day.", remedy: "Write “18:00-08:00”.")
            }
        }
        for element in days {
            guard let name = element.string("A weekday") else { continue }
            if let day = CivilDay.weekday(named: name) {
                hours.weekdays.append(day)
            } else {
                element.problem(
                    "“\(name)” is no weekday.", remedy: "Write \(CivilDay.names.joined(separator: ", ")).")
            }
        }
        return hours
    }

    // MARK: Overrides

    func overrides(_ nodes: [ConfigurationNode]) -> [DutyOverride] {
        var result: [DutyOverride] = []
        for node in nodes {
            guard var fields = node.mapping("An override") else { continue }
            let from = moment(fields.required("from"))
            let toNode = fields.required("to")
            let to = moment(toNode)
            let person = person(fields.required("person"))
            let reason = fields.string("reason")
            fields.finish()
            guard let from, let to, let person, let reason else { continue }
            guard from < to else {
                toNode?.problem("An override that ends before it begins.", remedy: "Mend “from” or “to”.")
                continue
            }
            if result.contains(where: { $0.from < to && from < $0.to }) {
                node.problem(
                    "Another override of this schedule holds at the same time.",
                    remedy: "Let one end when the other begins.", length: 1)
            }
            result.append(DutyOverride(from: from, to: to, person: person, reason: reason))
        }
        return result
    }

    /// `2026-11-21 20:00` by the schedule's own clock.
    private func moment(_ node: ConfigurationNode?) -> Timestamp? {
        guard let node, let text = node.string("A time") else { return nil }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2, let day = CivilDay.day(text: parts[0]), let minute = DayWindow.minute(parts[1]) else {
            node.problem(
                "“\(text)” is no date and time.",
                remedy: "Write “2026-11-21 20:00”, by the schedule's own clock, without an offset.")
            return nil
        }
        return zone.instant(civilMinute: day * CivilDay.minutes + Int64(minute))
    }
}
