/// The descriptions of series by their id, in little memory: a province has millions of series, but few districts, domains,
/// quantities and units, and topics that follow from these. A description takes 32 bytes and its station's id, instead of
/// 200.
package struct SeriesCatalogue: RandomAccessCollection, MutableCollection, Sendable {
    /// What many series share.
    private struct Kind: Hashable, Sendable {
        var district: String
        var domain: String
        var quantity: String
        var unit: String
    }

    private struct Entry: Sendable {
        var station: String
        var kind: Int32
        /// Index into `Registry.stations`; −1 where nobody registered the station.
        var registered: Int32
        /// Place in `otherTopics`; −1 where the topic is `city/<district>/<domain>/<station>/<quantity>`.
        var topic: Int32
    }

    private var entries: ContiguousArray<Entry> = []
    /// In the order of first appearance; kinds stay, though no series may be of them any more.
    private var kinds: [Kind] = []
    /// Only looked up, never iterated.
    private var kindIndex: [Kind: Int32] = [:]
    private var otherTopics: [String] = []

    package init() {}

    package init(_ descriptions: some Sequence<SeriesDescription>) {
        for description in descriptions { append(description) }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }

    package subscript(index: Int) -> SeriesDescription {
        get {
            var description = withoutTopic(index)
            let entry = entries[index]
            description.topic =
                entry.topic >= 0
                ? otherTopics[Int(entry.topic)]
                : SeriesCatalogue.cityTopic(kind: kinds[Int(entry.kind)], station: entry.station)
            return description
        }
        set { entries[index] = entry(newValue, replacing: entries[index].topic) }
    }

    /// - Parameter description: its id must be the number of series so far.
    package mutating func append(_ description: SeriesDescription) {
        precondition(description.id.index == entries.count, "series come in the order of their ids")
        entries.append(entry(description, replacing: -1))
    }

    /// A description whose topic is left empty: making the topic costs more than all the rest.
    package func withoutTopic(_ index: Int) -> SeriesDescription {
        let entry = entries[index]
        let kind = kinds[Int(entry.kind)]
        return SeriesDescription(
            id: SeriesID(rawValue: Int32(truncatingIfNeeded: index)), topic: "", district: kind.district,
            domain: kind.domain, station: entry.station, quantity: kind.quantity, unit: kind.unit,
            registered: entry.registered < 0 ? nil : Int(entry.registered))
    }

    /// Unit symbol of a series; `self[index].unit` would make a whole description.
    package func unit(_ index: Int) -> String { kinds[Int(entries[index].kind)].unit }

    private mutating func entry(_ description: SeriesDescription, replacing old: Int32) -> Entry {
        let kind = Kind(
            district: description.district, domain: description.domain, quantity: description.quantity,
            unit: description.unit)
        return Entry(
            station: description.station, kind: index(of: kind),
            registered: description.registered.map { Int32(truncatingIfNeeded: $0) } ?? -1,
            topic: place(ofTopic: description.topic, kind, description.station, replacing: old))
    }

    private mutating func index(of kind: Kind) -> Int32 {
        if let known = kindIndex[kind] { return known }
        let index = Int32(truncatingIfNeeded: kinds.count)
        kinds.append(kind)
        kindIndex[kind] = index
        return index
    }

    private mutating func place(ofTopic topic: String, _ kind: Kind, _ station: String, replacing old: Int32) -> Int32 {
        if SeriesCatalogue.isCityTopic(topic, kind: kind, station: station) { return -1 }
        if old >= 0 {
            otherTopics[Int(old)] = topic
            return old
        }
        otherTopics.append(topic)
        return Int32(truncatingIfNeeded: otherTopics.count - 1)
    }

    private static func cityTopic(kind: Kind, station: String) -> String {
        "city/\(kind.district)/\(kind.domain)/\(station)/\(kind.quantity)"
    }

    /// Whether a topic is byte for byte what `cityTopic` makes. Two spellings of a character are two topics, and no equal
    /// strings.
    private static func isCityTopic(_ topic: String, kind: Kind, station: String) -> Bool {
        topic.utf8.elementsEqual(cityTopic(kind: kind, station: station).utf8)
    }
}

extension SeriesCatalogue: Equatable {
    package static func == (left: SeriesCatalogue, right: SeriesCatalogue) -> Bool { left.elementsEqual(right) }
}
