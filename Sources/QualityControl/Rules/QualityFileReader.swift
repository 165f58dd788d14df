import Configuration
import Matching
import Telemetry

/// Reads quality files, telling every problem it meets.
struct QualityFileReader {
    let collector: ProblemCollector
    let registry: Registry
    private(set) var rules: [QualityRule] = []
    private var nodes: [ConfigurationNode] = []

    init(collector: ProblemCollector, registry: Registry) {
        self.collector = collector
        self.registry = registry
    }

    mutating func read(_ file: ConfigurationFile) {
        guard var root = ConfigurationNode.root(of: file, collector: collector)?.mapping("A quality file") else {
            return
        }
        let list = root.required("quality")
        root.finish()
        guard let list else { return }
        guard let elements = list.elements, !elements.isEmpty else {
            list.problem("“quality” must be a list of at least one entry.", remedy: "Begin each with “- name: …”.")
            return
        }
        for element in elements { readRule(element) }
    }

    private mutating func readRule(_ node: ConfigurationNode) {
        guard var fields = node.mapping("An entry") else { return }
        let nameNode = fields.required("name")
        let name = nameNode?.string("“name”")
        let match = readMatch(fields.required("match"))
        let limits = readLimits(&fields, onto: QualityLimits())
        let stations = readStations(fields.optional("stations"), limits)
        fields.finish()
        if limits.isEmpty && stations.values.allSatisfy(\.isEmpty) {
            node.problem(
                "The entry makes no test.",
                remedy: "Add some of range, spike, rate, flat_line, gap, neighbour.", length: 1)
        }
        guard let name, let match else { return }
        if rules.contains(where: { $0.name == name }) {
            nameNode?.problem("There are two entries “\(name)”.", remedy: "Give each entry a name of its own.")
        }
        rules.append(
            QualityRule(
                name: name, origin: "\(node.file.path):\(node.line)", match: match, limits: limits, stations: stations))
        nodes.append(node)
    }

    // MARK: Match

    private func readMatch(_ node: ConfigurationNode?) -> SourceMatch? {
        guard let node, var fields = node.mapping("“match”") else { return nil }
        let match = SourceMatch(conditions: SourceMatchReader.conditions(&fields))
        fields.finish()
        // Limits are numbers of a unit: a gauge in centimetres must not be held against metres.
        let isUnitNamed = match.conditions.contains { condition in
            condition.field == .unit
                && condition.patterns.allSatisfy { if case .text = $0 { true } else { false } }
        }
        if !isUnitNamed {
            node.problem(
                "“match” does not say in which unit the limits are.",
                remedy: "Add the series' unit, such as “unit: m”.", length: 1)
        }
        return match
    }

    // MARK: Stations

    private func readStations(_ node: ConfigurationNode?, _ limits: QualityLimits) -> [String: QualityLimits] {
        guard let node, let fields = node.mapping("“stations”") else { return [:] }
        var stations: [String: QualityLimits] = [:]
        for (key, value) in fields.all {
            guard let id = key.string("A station's id") else { continue }
            checkStation(id, key)
            guard var own = value.mapping("Limits of a station") else { continue }
            stations[id] = readLimits(&own, onto: limits)
            own.finish()
        }
        return stations
    }

    func checkStation(_ id: String, _ node: ConfigurationNode) {
        if registry.stations.isEmpty || registry.station(id) != nil { return }
        node.problem("There is no station “\(id)”.", remedy: "Name a registered station, or remove this.")
    }

    /// A registered series that two entries match would have limits by the accident of their order.
    func checkOverlaps() {
        var told: Set<Int> = []
        for (index, station) in registry.stations.enumerated() {
            for quantity in station.quantities {
                // What the topic's domain will be, nobody knows before the first message.
                let series = SeriesDescription(
                    id: SeriesID(rawValue: 0), topic: "", district: station.district, domain: "", station: station.id,
                    quantity: quantity.quantity, unit: quantity.unit, registered: index)
                let matching = rules.indices.filter { rules[$0].matches(series, registry: registry) }
                guard matching.count > 1, told.insert(matching[1]).inserted else { continue }
                nodes[matching[1]].problem(
                    "“\(rules[matching[1]].name)” and “\(rules[matching[0]].name)” (\(rules[matching[0]].origin)) both "
                        + "match \(quantity.quantity) of station “\(station.id)”.",
                    remedy: "Narrow one match, or write the difference below “stations:”.", length: 1)
            }
        }
    }
}
