import Configuration
import Telemetry

/// Reads `stations/*.yaml`.
struct StationReader {
    let collector: ProblemCollector
    let districts: [District]
    let places: [Place]
    let box: BoundingBox?
    private(set) var stations: [Station] = []
    private var seen: [String: String] = [:]
    private var neighbours: [(station: String, named: String, node: ConfigurationNode)] = []
    private let districtIDs: Set<String>
    private let placeIDs: Set<String>

    init(collector: ProblemCollector, districts: [District], places: [Place], box: BoundingBox?) {
        self.collector = collector
        self.districts = districts
        self.places = places
        self.box = box
        self.districtIDs = Set(districts.map(\.id))
        self.placeIDs = Set(places.map(\.id))
    }

    mutating func read(_ file: ConfigurationFile) {
        guard var root = ConfigurationNode.root(of: file, collector: collector)?.mapping(file.path) else { return }
        guard let list = root.required("stations") else { return }
        root.finish()
        guard let elements = list.elements else {
            list.problem("“stations” must be a list.", remedy: "Begin each station with “- id: …”.")
            return
        }
        for element in elements {
            if let station = readStation(element) { stations.append(station) }
        }
    }

    private mutating func readStation(_ element: ConfigurationNode) -> Station? {
        guard var fields = element.mapping("A station") else { return nil }
        let idNode = fields.required("id")
        let id = idNode?.string("“id”")
        let name = fields.bilingual("name")
        let latitudeNode = fields.required("latitude")
        let latitude = latitudeNode?.double("“latitude”")
        let longitude = fields.double("longitude")
        let district = readReference(fields.required("district"), in: districtIDs, "district")
        let domain = readDomain(fields.optional("domain"))
        let place = readReference(fields.optional("place"), in: placeIDs, "place")
        let gateway = fields.optionalString("gateway")
        let upstream = readNeighbours(fields.optional("upstream"), of: id)
        let downstream = readNeighbours(fields.optional("downstream"), of: id)
        let lifeSafety = fields.optionalBoolean("life_safety") ?? false
        let quantities = readQuantities(fields.required("quantities"))
        fields.finish()
        guard let id, let name, let latitude, let longitude, let district else { return nil }
        if let other = seen[id] {
            idNode?.problem(
                "The station id “\(id)” is used twice; it stands in \(other) too.",
                remedy: "Give each station its own id.")
        }
        seen[id] = "\(element.file.path):\(element.line)"
        checkName(id, idNode)
        checkPosition(latitude, longitude, latitudeNode)
        return Station(
            id: id, name: name, latitudeDegrees: latitude, longitudeDegrees: longitude, district: district,
            domain: domain, place: place ?? id, gateway: gateway, upstream: upstream, downstream: downstream,
            lifeSafety: lifeSafety,
            quantities: quantities)
    }

    /// An id is a level of an MQTT topic.
    private func checkName(_ id: String, _ node: ConfigurationNode?) {
        if id.isEmpty || id.utf8.count > 256
            || id.unicodeScalars.contains(where: { "/+#".unicodeScalars.contains($0) || $0.value < 33 })
        {
            node?.problem(
                "“\(id)” can't be a level of a topic.", remedy: "Use 1 to 256 bytes without “/”, “+”, “#” and spaces.")
        }
    }

    /// The third level of the topics, `city/<district>/<domain>/<station>/<quantity>`.
    private func readDomain(_ node: ConfigurationNode?) -> String? {
        guard let node, let domain = node.string("“domain”") else { return nil }
        checkName(domain, node)
        return domain
    }

    private func checkPosition(_ latitude: Double, _ longitude: Double, _ node: ConfigurationNode?) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else {
            node?.problem("The position is off the globe.", remedy: "Latitude is −90 to 90, longitude −180 to 180.")
            return
        }
        if let box, !box.contains(latitude: latitude, longitude: longitude) {
            let swapped = box.contains(latitude: longitude, longitude: latitude)
            node?.problem(
                "The position is outside the city's bounding box.",
                remedy: swapped ? "Latitude and longitude look swapped." : "Mend the position or the box in city.yaml.")
        }
    }

    private func readReference(_ node: ConfigurationNode?, in ids: Set<String>, _ what: String) -> String? {
        guard let node, let id = node.string("“\(what)”") else { return nil }
        if !ids.contains(id) {
            node.problem("There is no \(what) “\(id)” in city.yaml.", remedy: "Add it there or mend the id.")
        }
        return id
    }

    private mutating func readNeighbours(_ node: ConfigurationNode?, of station: String?) -> [String] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem("Neighbours must be a list of station ids.", remedy: "Write [id, id].")
            return []
        }
        var result: [String] = []
        for element in elements {
            guard let id = element.string("A neighbour") else { continue }
            result.append(id)
            if let station { neighbours.append((station, id, element)) }
        }
        return result
    }

    /// To be called when every file was read: neighbours may stand in another file.
    func checkNeighbours() {
        for neighbour in neighbours where seen[neighbour.named] == nil || neighbour.named == neighbour.station {
            neighbour.node.problem(
                "The neighbour “\(neighbour.named)” of “\(neighbour.station)” is no other station.",
                remedy: "Name a registered station.")
        }
    }

    private func readQuantities(_ node: ConfigurationNode?) -> [StationQuantity] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem(
                "“quantities” must be a list of at least one.", remedy: "Write “- {quantity: stage, unit: m}”.")
            return []
        }
        var names: Set<String> = []
        return elements.compactMap { element in
            guard var fields = element.mapping("A quantity") else { return nil }
            let nameNode = fields.required("quantity")
            let name = nameNode?.string("“quantity”")
            let domain = readDomain(fields.optional("domain"))
            let unitNode = fields.required("unit")
            let unit = unitNode?.string("“unit”")
            let heartbeat = fields.optionalInterval("heartbeat")
            let thresholds = readThresholds(fields.optional("thresholds"))
            fields.finish()
            guard let name, let unit else { return nil }
            if !names.insert(name).inserted {
                nameNode?.problem("The quantity “\(name)” is listed twice.", remedy: "Merge the two.")
            }
            checkName(name, nameNode)
            if !unit.isEmpty, MeasurementUnit.named(unit) == nil {
                unitNode?.problem(
                    "The unit “\(unit)” is not known.", remedy: "Write a known symbol such as m, mm, %LEL, mg/m3, 1.")
            }
            return StationQuantity(
                quantity: name, domain: domain, unit: unit, heartbeat: heartbeat, thresholds: thresholds)
        }
    }

    private func readThresholds(_ node: ConfigurationNode?) -> [StationThreshold] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem(
                "“thresholds” must be a list.", remedy: "Write “- {name: warning, value: 3.0, source: …, date: …}”.")
            return []
        }
        var names: Set<String> = []
        return elements.compactMap { element in
            guard var fields = element.mapping("A threshold") else { return nil }
            let nameNode = fields.required("name")
            let name = nameNode?.string("“name”")
            let value = fields.double("value")
            let source = fields.string("source")
            let dateNode = fields.required("date")
            let date = dateNode?.string("“date”")
            fields.finish()
            guard let name, let value, let source, let date else { return nil }
            if Timestamp(iso8601: date + "T00:00:00Z") == nil {
                dateNode?.problem("“date” must be a date.", remedy: "Write it as 2026-04-01.")
            }
            if !names.insert(name).inserted {
                nameNode?.problem("The threshold “\(name)” is given twice.", remedy: "Keep one.")
            }
            return StationThreshold(name: name, value: value, source: source, date: date)
        }
    }
}
