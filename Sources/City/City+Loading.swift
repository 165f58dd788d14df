import Configuration
import Telemetry

extension City {
    /// Reads `city.yaml` and `stations/*.yaml` of a bundle, reporting every problem at once.
    ///
    /// - Throws: `ConfigurationProblems`.
    package static func load(from bundle: ConfigurationBundle) throws(ConfigurationProblems) -> City {
        let collector = ProblemCollector()
        guard let file = bundle.file("city.yaml") else {
            throw ConfigurationProblems([
                ConfigurationProblem(
                    path: "city.yaml", line: 1, column: 1, message: "The city folder has no city.yaml.",
                    remedy: "Name the folder that holds it with --city, or copy the one that ships in Rules/.",
                    sourceLine: "")
            ])
        }
        var reader = CityReader(collector: collector)
        let city = reader.read(
            file, stations: bundle.files(below: "stations").filter { $0.path.hasSuffix(".yaml") }, bundle: bundle)
        try collector.throwIfAny()
        guard let city else {
            throw ConfigurationProblems([
                ConfigurationProblem(
                    path: "city.yaml", line: 1, column: 1, message: "The city can't be read.",
                    remedy: "Mend city.yaml.",
                    sourceLine: file.line(1))
            ])
        }
        return city
    }
}

/// Walks over the files of one city; problems gather in `collector`.
struct CityReader {
    let collector: ProblemCollector
    var districts: [District] = []
    var places: [Place] = []
    var box: BoundingBox?

    init(collector: ProblemCollector) {
        self.collector = collector
    }

    mutating func read(
        _ file: ConfigurationFile, stations stationFiles: [ConfigurationFile], bundle: ConfigurationBundle
    ) -> City? {
        guard var root = ConfigurationNode.root(of: file, collector: collector)?.mapping("city.yaml") else {
            return nil
        }
        let cityNode = root.required("city")
        let broker = readBroker(root.required("broker"))
        let intake = readIntake(root.optional("intake"))
        let store = readStore(root.optional("store"))
        let stateSheet = readStateSheet(root.optional("state_sheet"))
        let drillAddresses = readDrillAddresses(root.optional("drill_addresses"))
        root.finish()
        guard var fields = cityNode?.mapping("“city”") else { return nil }
        let id = fields.string("id")
        let name = fields.bilingual("name")
        let offset = readOffset(fields.required("utc_offset"))
        box = readBox(fields.optional("bounding_box"))
        districts = readNamed(fields.required("districts"), "A district").map { District(id: $0.id, name: $0.name) }
        places = readPlaces(fields.optional("places"))
        let areaNode = fields.optional("areas")
        let officers = readNamed(fields.optional("officers"), "An officer").map { Officer(id: $0.id, name: $0.name) }
        fields.finish()
        var reader = StationReader(collector: collector, districts: districts, places: places, box: box)
        for stationFile in stationFiles { reader.read(stationFile) }
        reader.checkNeighbours()
        let areas = AreaReader(collector: collector, bundle: bundle, box: box, stations: reader.stations).read(areaNode)
        guard let id, let name, let offset, let broker else { return nil }
        return City(
            id: id, name: name, utcOffsetMinutes: offset, officers: officers, broker: broker, intake: intake,
            store: store, stateSheet: stateSheet, drillAddresses: drillAddresses, boundingBox: box,
            registry: Registry(stations: reader.stations, places: places, districts: districts, areas: areas))
    }

    private func readOffset(_ node: ConfigurationNode?) -> Int? {
        guard let node, let text = node.string("“utc_offset”") else { return nil }
        let digits = Array(text.utf8)
        guard digits.count == 6, digits[0] == UInt8(ascii: "+") || digits[0] == UInt8(ascii: "-"),
            digits[3] == UInt8(ascii: ":"), let hours = Int(text.dropFirst().prefix(2)), hours < 24,
            let minutes = Int(text.suffix(2)), minutes < 60
        else {
            node.problem(
                "“utc_offset” must look like \"+08:00\".",
                remedy: "Write the hours and minutes east of Greenwich, quoted.")
            return nil
        }
        return (hours * 60 + minutes) * (digits[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    private func readBox(_ node: ConfigurationNode?) -> BoundingBox? {
        guard let node, var fields = node.mapping("“bounding_box”") else { return nil }
        let south = fields.double("south")
        let west = fields.double("west")
        let north = fields.double("north")
        let east = fields.double("east")
        fields.finish()
        guard let south, let west, let north, let east else { return nil }
        guard south < north, west < east, (-90...90).contains(south), (-90...90).contains(north),
            (-180...180).contains(west), (-180...180).contains(east)
        else {
            node.problem(
                "The bounding box is empty or off the globe.", remedy: "Give south < north and west < east in degrees.")
            return nil
        }
        return BoundingBox(south: south, west: west, north: north, east: east)
    }

    /// A list of `{id, name}` with unique ids.
    private func readNamed(_ node: ConfigurationNode?, _ what: String) -> [(id: String, name: Bilingual)] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem("This must be a list.", remedy: "Write one “- {id: …, name: {zh: …, en: …}}” a line.")
            return []
        }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard var fields = element.mapping(what) else { return nil }
            let id = fields.string("id")
            let name = fields.bilingual("name")
            fields.finish()
            guard let id, let name else { return nil }
            if !seen.insert(id).inserted {
                element.problem("The id “\(id)” is used twice.", remedy: "Give each its own id.", length: 1)
            }
            return (id, name)
        }
    }

    private func readPlaces(_ node: ConfigurationNode?) -> [Place] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem("“places” must be a list.", remedy: "Write one “- {id: …, name: …, district: …}” a line.")
            return []
        }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard var fields = element.mapping("A place") else { return nil }
            let id = fields.string("id")
            let name = fields.bilingual("name")
            let districtNode = fields.required("district")
            fields.finish()
            guard let id, let name, let district = districtNode?.string("“district”") else { return nil }
            if !districts.contains(where: { $0.id == district }) {
                districtNode?.problem(
                    "There is no district “\(district)”.", remedy: "Add it to “districts” or mend the id.")
            }
            if !seen.insert(id).inserted {
                element.problem("The place id “\(id)” is used twice.", remedy: "Give each place its own id.", length: 1)
            }
            return Place(id: id, name: name, district: district)
        }
    }
}
