import Configuration
import Telemetry

extension LinkageLoader {
    // MARK: Corroboration

    /// `{sources: 2, window: 10m, source: …, date: …}`.
    func readCorroboration(_ node: ConfigurationNode) -> Corroboration? {
        guard var fields = node.mapping("“corroboration”") else { return nil }
        let sources = fields.required("sources")?.integer("“sources”", in: 2...Witness.limit)
        let window = fields.interval("window")
        let source = fields.string("source")
        let date = fields.string("date")
        fields.finish()
        guard let sources, let window, let source, let date else { return nil }
        return Corroboration(sources: sources, window: window, source: source, date: date)
    }

    mutating func readCityCorroboration(_ node: ConfigurationNode) {
        if corroboration != nil {
            node.problem("“corroboration” is written twice.", remedy: "Keep one; a hazard may have its own.")
        }
        corroboration = readCorroboration(node)
    }

    /// `{join_within_metres: 500, source: …, date: …}`.
    mutating func readReports(_ node: ConfigurationNode) {
        guard var fields = node.mapping("“reports”") else { return }
        reportsJoinWithinMetres = fields.required("join_within_metres")?.integer("“join_within_metres”", in: 1...50_000)
        _ = fields.string("source")
        _ = fields.string("date")
        fields.finish()
    }

    // MARK: Grades

    mutating func readGradeScale(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A grade scale") else { return }
        let idNode = fields.required("id")
        let rowNodes = list("rows", &fields)
        let source = fields.string("source")
        let date = fields.string("date")
        fields.finish()
        var rows: [GradeScale.Row] = []
        for rowNode in rowNodes {
            guard let row = readGradeRow(rowNode) else { continue }
            if rows.contains(where: { $0.figure == row.figure }) {
                rowNode.problem("The figure “\(row.figure.rawValue)” stands here twice.", remedy: "Keep one of them.")
            }
            rows.append(row)
        }
        if rowNodes.isEmpty { node.problem("A grade scale has at least one row.", remedy: "Add “rows: …”.", length: 1) }
        guard let idNode, let id = idNode.string("“id”"), let source, let date else { return }
        if gradeScales.contains(where: { $0.id == id }) {
            idNode.problem("The grade scale “\(id)” is written twice.", remedy: "Keep one of them.")
        }
        gradeScales.append(GradeScale(id: id, rows: rows, source: source, date: date))
    }

    private func readGradeRow(_ node: ConfigurationNode) -> GradeScale.Row? {
        guard var fields = node.mapping("A row of a grade scale") else { return nil }
        let figureNode = fields.required("figure")
        let leastNode = fields.required("at_least")
        fields.finish()
        guard let figureNode, let word = figureNode.string("“figure”") else { return nil }
        guard let figure = Figure(rawValue: word) else {
            let words = Figure.allCases.map(\.rawValue).joined(separator: ", ")
            figureNode.problem("There is no figure “\(word)”.", remedy: "Write one of: \(words).")
            return nil
        }
        guard let leastNode else { return nil }
        let least = (leastNode.elements ?? []).compactMap {
            $0.integer("“at_least”", in: 1...1_000_000_000_000_000).map(Int64.init)
        }
        guard least.count == 3, least[0] > least[1], least[1] > least[2] else {
            leastNode.problem(
                "“at_least” must hold the least total of the grades Ⅰ, Ⅱ and Ⅲ, falling.",
                remedy: "Write such as [30, 10, 3]; less is Ⅳ.", length: 1)
            return nil
        }
        return GradeScale.Row(figure: figure, atLeast: least)
    }

    // MARK: What a row asks

    struct RowTerms {
        var evidence: Evidence?
        var places: [String] = []
        var districts: [String] = []
        var grade: Int?
        var satisfaction: Satisfaction?
    }

    func readRowTerms(_ fields: inout ConfigurationMapping) -> RowTerms {
        var terms = RowTerms()
        if let node = fields.optional("evidence"), let word = node.string("“evidence”") {
            terms.evidence = Evidence(rawValue: word)
            if terms.evidence == nil {
                node.problem(
                    "There is no evidence “\(word)”.", remedy: "Write unverified, corroborated or confirmed.")
            }
        }
        terms.places = readNames("places", known: places, &fields)
        terms.districts = readNames("districts", known: districts, &fields)
        terms.grade = fields.optional("grade")?.integer("“grade”", in: 1...4)
        if let node = fields.optional("satisfied_by") { terms.satisfaction = readSatisfaction(node) }
        return terms
    }

    private func readNames(_ field: String, known: [String]?, _ fields: inout ConfigurationMapping) -> [String] {
        guard let node = fields.optional(field) else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“\(field)” must be a list of at least one.", remedy: "Write [a, b], or remove it.")
            return []
        }
        return elements.compactMap { element in
            guard let name = element.string("Each of “\(field)”") else { return nil }
            if let known, !known.contains(name) {
                element.problem("The city has no “\(name)” in its \(field).", remedy: "Name one of city.yaml.")
            }
            return name
        }
    }

    private func readSatisfaction(_ node: ConfigurationNode) -> Satisfaction? {
        if node.text == "all" { return .all }
        guard node.text == nil, var fields = node.mapping("“satisfied_by”") else {
            node.problem("“satisfied_by” is all or a number.", remedy: "Write all, or {at_least: 2}.")
            return nil
        }
        let count = fields.required("at_least")?.integer("“at_least”", in: 1...100)
        fields.finish()
        return count.map(Satisfaction.atLeast)
    }

    func checkSatisfaction(_ satisfaction: Satisfaction?, _ entries: [MatrixEntry], _ node: ConfigurationNode) {
        guard case .atLeast(let count) = satisfaction, count > entries.count else { return }
        node.problem(
            "The row calls \(entries.count) and would be satisfied by \(count).",
            remedy: "Lower “at_least”, or write all.", length: 1)
    }
}
