import CommandLog
import Configuration
import Telemetry

/// A test's own registry: the same words as `stations/*.yaml`, most of them optional.
extension RuleTestReader {
    static func hash(_ file: ConfigurationFile) -> String {
        String(LogHash.of(Array(file.text.utf8)).hex.prefix(16))
    }

    func readStations(_ node: ConfigurationNode) -> Registry? {
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“stations” must be a list.", remedy: "Begin each station with “- id: …”.")
            return nil
        }
        let before = collector.problems.count
        var stations: [Station] = []
        for element in elements {
            guard let station = readStation(element) else { continue }
            if stations.contains(where: { $0.id == station.id }) {
                element.problem(
                    "The station id “\(station.id)” is used twice.", remedy: "Give each its own.", length: 1)
            }
            stations.append(station)
        }
        guard collector.problems.count == before else { return nil }
        var districts = city.registry.districts
        var places = city.registry.places
        for station in stations {
            if !districts.contains(where: { $0.id == station.district }) {
                districts.append(District(id: station.district, name: Bilingual(station.district)))
            }
            if station.place != station.id, !places.contains(where: { $0.id == station.place }) {
                places.append(Place(id: station.place, name: Bilingual(station.place), district: station.district))
            }
        }
        return Registry(stations: stations, places: places, districts: districts)
    }

    private func readStation(_ node: ConfigurationNode) -> Station? {
        guard var fields = node.mapping("A station") else { return nil }
        let id = fields.string("id")
        let name = fields.optional("name").map { readName($0) }
        let latitude = fields.optional("latitude")?.double("“latitude”")
        let longitude = fields.optional("longitude")?.double("“longitude”")
        let district = fields.optionalString("district")
        let place = fields.optionalString("place")
        let upstream = fields.strings("upstream")
        let downstream = fields.strings("downstream")
        let lifeSafety = fields.optionalBoolean("life_safety")
        let quantities = readQuantities(fields.required("quantities"))
        fields.finish()
        guard let id else { return nil }
        return Station(
            id: id, name: name ?? Bilingual(id), latitudeDegrees: latitude ?? 0, longitudeDegrees: longitude ?? 0,
            district: district ?? "test", place: place ?? id, gateway: nil, upstream: upstream, downstream: downstream,
            lifeSafety: lifeSafety ?? false, quantities: quantities)
    }

    /// One text for both languages, or `{zh: …, en: …}`.
    private func readName(_ node: ConfigurationNode) -> Bilingual {
        if let text = node.text { return Bilingual(text) }
        return node.bilingual("“name”") ?? Bilingual("")
    }

    private func readQuantities(_ node: ConfigurationNode?) -> [StationQuantity] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“quantities” must be a list.", remedy: "Write “- {quantity: stage, unit: m}”.")
            return []
        }
        return elements.compactMap { element in
            guard var fields = element.mapping("A quantity") else { return nil }
            let name = fields.string("quantity")
            let unitNode = fields.required("unit")
            let heartbeat = fields.optionalInterval("heartbeat")
            let thresholds = readThresholds(fields.optional("thresholds"))
            fields.finish()
            guard let name, let unit = unitNode?.string("“unit”") else { return nil }
            if !unit.isEmpty, MeasurementUnit.named(unit) == nil {
                unitNode?.problem("The unit “\(unit)” is not known.", remedy: "Write a symbol such as m, mm, %LEL.")
            }
            return StationQuantity(quantity: name, unit: unit, heartbeat: heartbeat, thresholds: thresholds)
        }
    }

    /// `{warning: 52.5, deadband: 0.05}`.
    private func readThresholds(_ node: ConfigurationNode?) -> [StationThreshold] {
        guard let node, let fields = node.mapping("“thresholds”") else { return [] }
        return fields.all.compactMap { key, value in
            guard let name = key.string("A threshold's name"), let number = value.double("A threshold") else {
                return nil
            }
            return StationThreshold(name: name, value: number, source: "test", date: "2026-01-01")
        }
    }
}
