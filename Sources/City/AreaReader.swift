import Configuration
import Telemetry

/// Reads `areas` of city.yaml and the GeoJSON files that they name, and finds the stations that lie in each.
struct AreaReader {
    let collector: ProblemCollector
    let bundle: ConfigurationBundle
    let box: BoundingBox?
    let stations: [Station]

    /// Most positions of one area.
    private static let positionLimit = 100_000

    private struct Vertex {
        var position: Polygons.Position
        var node: ConfigurationNode
    }

    func read(_ node: ConfigurationNode?) -> [Area] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem(
                "“areas” must be a list.", remedy: "Write one “- {id: …, name: …, file: areas/….geojson}” a line.")
            return []
        }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard var fields = element.mapping("An area") else { return nil }
            let id = fields.string("id")
            let name = fields.bilingual("name")
            let fileNode = fields.required("file")
            fields.finish()
            guard let id, let name, let fileNode, let path = fileNode.string("“file”") else { return nil }
            if !seen.insert(id).inserted {
                element.problem("The area id “\(id)” is used twice.", remedy: "Give each area its own id.", length: 1)
            }
            guard let file = bundle.file(path) else {
                fileNode.problem(
                    "There is no file “\(path)” in the city's folder.",
                    remedy: "Name a GeoJSON file by its path from city.yaml: areas/flood-plain.geojson.")
                return nil
            }
            guard let polygons = readPolygons(file) else { return nil }
            let inside = stations.indices.filter {
                polygons.covers(longitude: stations[$0].longitudeDegrees, latitude: stations[$0].latitudeDegrees)
            }
            return Area(id: id, name: name, stations: inside)
        }
    }

    // MARK: GeoJSON

    /// JSON is YAML, but for tabs between its tokens; read so, every number keeps its place.
    private func readPolygons(_ file: ConfigurationFile) -> Polygons? {
        let text = file.text.replacing("\t", with: " ")
        guard
            let root = ConfigurationNode.root(of: ConfigurationFile(path: file.path, text: text), collector: collector)
        else { return nil }
        guard let geometry = geometry(root), let coordinates = member("coordinates", of: geometry) else {
            return nil
        }
        let parts = geometryType(geometry) == "Polygon" ? [coordinates] : coordinates.elements ?? []
        guard !parts.isEmpty else {
            coordinates.problem("The area has no polygon.", remedy: "Draw one and save it as GeoJSON.", length: 1)
            return nil
        }
        var polygons: [[[Vertex]]] = []
        for part in parts {
            guard let rings = part.elements, !rings.isEmpty else {
                part.problem("A polygon is a list of rings.", remedy: "Write [[[lon, lat], …]].", length: 1)
                return nil
            }
            let read = rings.compactMap(readRing)
            guard read.count == rings.count else { return nil }
            polygons.append(read)
        }
        guard let made = Polygons(polygons.map { $0.map { $0.map(\.position) } }) else {
            coordinates.problem("The rings make no polygon.", remedy: "Draw the area anew.", length: 1)
            return nil
        }
        if let fault = made.fault {
            report(fault, polygons.flatMap { $0.flatMap { $0 } }, coordinates)
            return nil
        }
        return made
    }

    /// The one geometry of a feature, of a collection of one, or the root itself.
    private func geometry(_ node: ConfigurationNode) -> ConfigurationNode? {
        switch geometryType(node) {
        case "FeatureCollection":
            guard let features = member("features", of: node) else { return nil }
            guard let elements = features.elements, elements.count == 1 else {
                features.problem(
                    "The file must hold one feature.", remedy: "Save each area in a file of its own.", length: 1)
                return nil
            }
            return geometry(elements[0])
        case "Feature": return member("geometry", of: node).flatMap { geometry($0) }
        case "Polygon", "MultiPolygon": return node
        case let other:
            node.problem(
                "“\(other ?? "")” is no Polygon or MultiPolygon of GeoJSON.",
                remedy: "Write {\"type\": \"Polygon\", \"coordinates\": [[[lon, lat], …]]}.", length: 1)
            return nil
        }
    }

    private func geometryType(_ node: ConfigurationNode) -> String? {
        node.entries?.first { $0.key.text == "type" }?.value.text
    }

    private func member(_ name: String, of node: ConfigurationNode) -> ConfigurationNode? {
        if let value = node.entries?.first(where: { $0.key.text == name })?.value { return value }
        node.problem("“\(name)” is missing.", remedy: "Save the area as GeoJSON (RFC 7946).", length: 1)
        return nil
    }

    private func readRing(_ node: ConfigurationNode) -> [Vertex]? {
        guard let elements = node.elements, elements.count >= 4, elements.count <= AreaReader.positionLimit else {
            node.problem(
                "A ring has four to \(AreaReader.positionLimit) positions, the last the same as the first.",
                remedy: "Write [[lon, lat], [lon, lat], [lon, lat], [lon, lat]].", length: 1)
            return nil
        }
        var ring: [Vertex] = []
        for element in elements {
            guard let numbers = element.elements, numbers.count >= 2, let longitude = numbers[0].double("A longitude"),
                let latitude = numbers[1].double("A latitude")
            else {
                if element.elements?.count ?? 0 < 2 {
                    element.problem("A position is [longitude, latitude].", remedy: "Write two numbers.", length: 1)
                }
                return nil
            }
            let isInside = box?.contains(latitude: latitude, longitude: longitude) ?? true
            guard isInside, (-90...90).contains(latitude), (-180...180).contains(longitude) else {
                let isSwapped = box?.contains(latitude: longitude, longitude: latitude) ?? false
                element.problem(
                    "The position \(longitude), \(latitude) lies outside the city's bounding box.",
                    remedy: isSwapped
                        ? "GeoJSON names the longitude first: the two look swapped."
                        : "Mend the position, or the box in city.yaml.", length: 1)
                return nil
            }
            ring.append(Vertex(position: (longitude, latitude), node: element))
        }
        guard let first = ring.first, let last = ring.last, first.position == last.position else {
            ring.last?.node.problem(
                "The ring is open: its last position is not its first.",
                remedy: "Repeat the first position at the end.",
                length: 1)
            return nil
        }
        return ring
    }

    /// Told at the vertex that lies nearest to the fault.
    private func report(_ fault: Polygons.Fault, _ vertices: [Vertex], _ fallback: ConfigurationNode) {
        func distance(_ vertex: Vertex) -> Double {
            let (dx, dy) = (vertex.position.longitude - fault.longitude, vertex.position.latitude - fault.latitude)
            return dx * dx + dy * dy
        }
        let nearest = vertices.min { distance($0) < distance($1) }
        let what = fault.reason == "Self-intersection" ? "The polygon crosses itself" : "The polygon is not sound"
        (nearest?.node ?? fallback).problem(
            "\(what) near longitude \(fault.longitude), latitude \(fault.latitude) (\(fault.reason)).",
            remedy: "Move the vertices there so that no two borders cross.", length: 1)
    }
}
