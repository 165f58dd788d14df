import Configuration
import Telemetry

extension LinkageLoader {
    mutating func readHazard(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A hazard") else { return }
        let idNode = fields.required("id")
        let name = fields.bilingual("name")
        let worsening = fields.strings("worsening")
        let rowNodes = list("rows", &fields)
        let scaleNode = fields.optional("grade_scale")
        let corroboration = fields.optional("corroboration").flatMap(readCorroboration)
        let standsDown = list("stands_down", &fields).compactMap(readOccasion)
        fields.finish()
        let scale = scaleNode?.string("“grade_scale”")
        if let scaleNode, let scale, !gradeScales.contains(where: { $0.id == scale }) {
            let names = gradeScales.map(\.id).sorted().joined(separator: ", ")
            scaleNode.problem(
                "There is no grade scale “\(scale)”.", remedy: "Known are: \(names.isEmpty ? "none" : names).")
        }
        guard let idNode, let id = idNode.string("“id”") else { return }
        if hazards.contains(where: { $0.id == id }) {
            idNode.problem("The hazard “\(id)” is written twice.", remedy: "Put all its rows in one place.")
            return
        }
        hazards.append(
            Linkage.Hazard(
                id: id, name: name ?? Bilingual(id), worsening: worsening, gradeScale: scale,
                corroboration: corroboration, standsDown: Set(standsDown)))
        for rowNode in rowNodes {
            guard let row = readRow(rowNode, hazard: id, worsening: worsening) else { continue }
            if rows.contains(where: { $0.name == row.name }) {
                rowNode.problem(
                    "The hazard “\(id)” has two rows that ask for the same.",
                    remedy: "Keep one of them, or give it another colour.")
            }
            rows.append(row)
        }
    }

    private func readOccasion(_ node: ConfigurationNode) -> Linkage.StandDownOccasion? {
        guard let text = node.string("An entry of “stands_down”") else { return nil }
        if let occasion = Linkage.StandDownOccasion(rawValue: text) { return occasion }
        let known = Linkage.StandDownOccasion.allCases.map(\.rawValue).joined(separator: ", ")
        node.problem(
            "Nobody is stood down “\(text)”.", remedy: "Known are: \(known); without them a person stands down.")
        return nil
    }

    private struct Defaults {
        var mode: MatrixEntry.Mode?
        var acknowledgeWithin: Interval?
        var handOverWithin: Interval?
        var decideWithin: Interval?
        var firstFeedbackWithin: Interval?
        var progressEvery: Interval?
        var ladder: Ladder?
    }

    /// What is written but wrong counts as given: it is in the collector, and need not be said to be missing as well.
    private func readDefaults(_ fields: inout ConfigurationMapping) -> Defaults {
        func interval(_ field: String) -> Interval? {
            fields.optional(field).map { $0.interval("“\(field)”") ?? .zero }
        }
        return Defaults(
            mode: fields.optional("mode").flatMap(readMode), acknowledgeWithin: interval("acknowledge_within"),
            handOverWithin: interval("hand_over_within"), decideWithin: interval("decide_within"),
            firstFeedbackWithin: interval("first_feedback_within"), progressEvery: interval("progress_every"),
            ladder: fields.optional("ladder").map { readLadder($0, departmentAllowed: true) ?? Ladder(steps: []) })
    }

    private func readMode(_ node: ConfigurationNode) -> MatrixEntry.Mode? {
        guard let text = node.string("“mode”") else { return nil }
        if let mode = MatrixEntry.Mode(rawValue: text) { return mode }
        node.problem("There is no mode “\(text)”.", remedy: "Write auto or propose.")
        return nil
    }

    private func readRow(_ node: ConfigurationNode, hazard: String, worsening: [String]) -> MatrixRow? {
        guard var fields = node.mapping("A row of the matrix") else { return nil }
        var colour: WarningColour?
        if let colourNode = fields.optional("colour"), let text = colourNode.string("“colour”") {
            colour = WarningColour(code: text)
            if colour == nil {
                colourNode.problem("There is no colour “\(text)”.", remedy: "Write blue, yellow, orange or red.")
            }
        }
        var alert: String?
        if let alertNode = fields.optional("alert"), let text = alertNode.string("“alert”") {
            alert = text
            if !worsening.contains(text) {
                alertNode.problem(
                    "The alert “\(text)” is not in the hazard's “worsening”.",
                    remedy: "Add it there, at its place from the mildest to the gravest.")
            }
        }
        let terms = readRowTerms(&fields)
        let defaults = readDefaults(&fields)
        let lead = fields.required("lead")
        let linked = list("linked", &fields)
        fields.finish()
        var entries: [MatrixEntry] = []
        if let entry = lead.flatMap({ readEntry($0, .lead, defaults) }) { entries.append(entry) }
        for linkedNode in linked {
            guard let entry = readEntry(linkedNode, .linked, defaults) else { continue }
            if entries.contains(where: { $0.department == entry.department && $0.mode == entry.mode }) {
                linkedNode.problem(
                    "The department “\(entry.department)” stands twice in this row as \(entry.mode.rawValue).",
                    remedy: "Put its tasks together, or make one of them “mode: propose”.")
                continue
            }
            entries.append(entry)
        }
        checkSatisfaction(terms.satisfaction, entries, node)
        return MatrixRow(
            hazard: hazard, colour: colour, alert: alert, evidence: terms.evidence, places: terms.places,
            districts: terms.districts, grade: terms.grade, satisfaction: terms.satisfaction, entries: entries)
    }

    private func readEntry(
        _ node: ConfigurationNode, _ role: MatrixEntry.Role, _ defaults: Defaults
    ) -> MatrixEntry? {
        guard var fields = node.mapping("An entry of the matrix") else { return nil }
        let departmentNode = fields.required("department")
        let tasksNode = fields.required("tasks")
        let own = readDefaults(&fields)
        fields.finish()
        let department = departmentNode?.string("“department”")
        if let departmentNode, let department, !departments.contains(where: { $0.id == department }) {
            let names = departments.map(\.id).sorted().joined(separator: ", ")
            departmentNode.problem("There is no department “\(department)”.", remedy: "Known are: \(names).")
        }
        let tasks = tasksNode.map(readTasks) ?? []
        let within = own.acknowledgeWithin ?? defaults.acknowledgeWithin
        if within == nil {
            node.problem(
                "Neither the entry nor its row says by when it is acknowledged.",
                remedy: "Add “acknowledge_within: 5m” to the row or here.", length: 1)
        }
        let ladder = own.ladder ?? defaults.ladder
        if ladder == nil {
            node.problem(
                "Neither the entry nor its row has a ladder.", remedy: "Add “ladder: …” to the row or here.", length: 1)
        }
        guard let department, let within, let ladder else { return nil }
        return MatrixEntry(
            department: department, role: role, mode: own.mode ?? defaults.mode ?? .auto, tasks: tasks,
            acknowledgeWithin: within,
            handOverWithin: own.handOverWithin ?? defaults.handOverWithin ?? Interval(seconds: 30),
            decideWithin: own.decideWithin ?? defaults.decideWithin ?? Interval(seconds: 300),
            firstFeedbackWithin: own.firstFeedbackWithin ?? defaults.firstFeedbackWithin,
            progressEvery: own.progressEvery ?? defaults.progressEvery, ladder: ladder)
    }

    private func readTasks(_ node: ConfigurationNode) -> [Bilingual] {
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“tasks” must be a list of at least one task.", remedy: "Write “- {zh: …, en: …}” for each.")
            return []
        }
        return elements.compactMap { $0.bilingual("A task") }
    }
}
