import Matching
import Telemetry

/// Who is whose neighbour by the registry, and which series stands for a station's quantity. Answers are found when they are
/// first asked for and kept; they depend on the registry and the order of series only.
final class Neighbourhood {
    /// A quantity of a registered station.
    struct Source: Hashable {
        var station: Int32
        var quantity: Int32
    }

    private struct Question: Hashable {
        var who: NeighbourCall.Who
        var station: Int32
        var quantity: Int32
    }

    private struct Group: Hashable {
        var district: String
        var area: String
        var quantity: Int32
    }

    private let registry: Registry
    private var quantityNumbers: [String: Int32] = [:]
    private var seriesBySource: [Source: Int32] = [:]
    private var answers: [Question: [Int32]] = [:]
    private var groups: [Group: [Int32]] = [:]
    private var watchers: [Source: [Int32]] = [:]
    private var groupWatchers: [Group: [Int32]] = [:]
    private var stationsByDistrict: [String: [Int32]]?
    /// Stations that have a quantity, by latitude.
    private var byLatitude: [Int32: [(latitude: Double, station: Int32)]] = [:]

    init(registry: Registry) {
        self.registry = registry
    }

    private func number(of quantity: String) -> Int32 {
        if let known = quantityNumbers[quantity] { return known }
        let number = Int32(quantityNumbers.count)
        quantityNumbers[quantity] = number
        return number
    }

    /// Takes note of a series; of several for one quantity of a station the first stands for it.
    func add(series: Int, _ words: SourceWords) {
        guard let station = registry.index(ofStation: words.station) else { return }
        let source = Source(station: Int32(station), quantity: number(of: words.quantity))
        if seriesBySource[source] == nil { seriesBySource[source] = Int32(series) }
    }

    /// The series that a call looks at from a station, in the registry's order; without those that were never heard.
    func series(for call: NeighbourCall, words: SourceWords) -> [Int32] {
        let quantity = number(of: call.quantity ?? words.quantity)
        return stations(for: call, words: words).compactMap {
            seriesBySource[Source(station: $0, quantity: quantity)]
        }
    }

    /// The stations that a call looks at, heard or not, as indices into the registry.
    func stations(for call: NeighbourCall, words: SourceWords) -> [Int32] {
        let quantity = call.quantity ?? words.quantity
        switch call.who {
        case .district: return members(district: words.district, quantity: quantity)
        case .area(let id): return members(area: id, quantity: quantity)
        case .upstream, .downstream, .nearest:
            guard let own = registry.index(ofStation: words.station) else { return [] }
            let question = Question(who: call.who, station: Int32(own), quantity: number(of: quantity))
            if let known = answers[question] { return known }
            let found: Int32?
            switch call.who {
            case .nearest(let metres): found = nearest(to: own, quantity: quantity, metres: metres)
            case .upstream: found = along(own, quantity: quantity) { $0.upstream }
            default: found = along(own, quantity: quantity) { $0.downstream }
            }
            let answer = found.map { [$0] } ?? []
            answers[question] = answer
            return answer
        }
    }

    // MARK: Those who look

    /// Takes note that the rules of a series look at others.
    func watch(_ series: Int, _ call: NeighbourCall, _ words: SourceWords) {
        let quantity = number(of: call.quantity ?? words.quantity)
        switch call.who {
        case .district:
            note(series, in: &groupWatchers[Group(district: words.district, area: "", quantity: quantity), default: []])
        case .area(let id):
            note(series, in: &groupWatchers[Group(district: "", area: id, quantity: quantity), default: []])
        case .upstream, .downstream, .nearest:
            for station in stations(for: call, words: words) {
                note(series, in: &watchers[Source(station: station, quantity: quantity), default: []])
            }
        }
    }

    private func note(_ series: Int, in list: inout [Int32]) {
        // Series come in order, so only one that is placed again can stand before the last.
        guard let last = list.last, last >= Int32(series) else {
            list.append(Int32(series))
            return
        }
        let place = list.firstIndex { $0 >= Int32(series) } ?? list.count
        if place == list.count || list[place] != Int32(series) { list.insert(Int32(series), at: place) }
    }

    /// The series whose rules look at a series, ascending, without itself.
    func watchers(of index: Int, _ words: SourceWords) -> [Int] {
        guard let station = registry.index(ofStation: words.station) else { return [] }
        let quantity = number(of: words.quantity)
        // Most are looked at by one kind of neighbour only, whose list is in order.
        var lists = [
            watchers[Source(station: Int32(station), quantity: quantity)],
            groupWatchers[Group(district: words.district, area: "", quantity: quantity)],
        ].compactMap { $0 }
        for area in registry.areas where area.stations.contains(station) {
            if let list = groupWatchers[Group(district: "", area: area.id, quantity: quantity)] { lists.append(list) }
        }
        if lists.count == 1 { return lists[0].lazy.filter { $0 != Int32(index) }.map { Int($0) } }
        var result = Set(lists.joined())
        result.remove(Int32(index))
        return result.map { Int($0) }.sorted()
    }

    // MARK: Groups

    private func members(district: String, quantity: String) -> [Int32] {
        let group = Group(district: district, area: "", quantity: number(of: quantity))
        if let known = groups[group] { return known }
        if stationsByDistrict == nil {
            var all: [String: [Int32]] = [:]
            for (index, station) in registry.stations.enumerated() {
                all[station.district, default: []].append(Int32(index))
            }
            stationsByDistrict = all
        }
        let members = (stationsByDistrict?[district] ?? []).filter {
            registry.stations[Int($0)].quantity(quantity) != nil
        }
        groups[group] = members
        return members
    }

    private func members(area: String, quantity: String) -> [Int32] {
        let group = Group(district: "", area: area, quantity: number(of: quantity))
        if let known = groups[group] { return known }
        let members = (registry.area(area)?.stations ?? []).filter {
            registry.stations[$0].quantity(quantity) != nil
        }.map { Int32($0) }
        groups[group] = members
        return members
    }

    // MARK: Single neighbours

    /// Breadth first along the stream: fewest steps, then the order in which the registry names them.
    private func along(_ start: Int, quantity: String, _ next: (Station) -> [String]) -> Int32? {
        var seen: Set<Int> = [start]
        var pending = [start]
        var position = 0
        while position < pending.count {
            for id in next(registry.stations[pending[position]]) {
                guard let index = registry.index(ofStation: id), seen.insert(index).inserted else { continue }
                if registry.stations[index].quantity(quantity) != nil { return Int32(index) }
                pending.append(index)
            }
            position += 1
        }
        return nil
    }

    private func nearest(to own: Int, quantity: String, metres: Double) -> Int32? {
        let number = number(of: quantity)
        if byLatitude[number] == nil {
            var all: [(latitude: Double, station: Int32)] = []
            for (index, station) in registry.stations.enumerated() where station.quantity(quantity) != nil {
                all.append((station.latitudeDegrees, Int32(index)))
            }
            byLatitude[number] = all.sorted { ($0.latitude, $0.station) < ($1.latitude, $1.station) }
        }
        let candidates = byLatitude[number] ?? []
        let station = registry.stations[own]
        // A little wider than the circle, which then decides.
        let reach = metres / GreatCircle.radiusMetres * 180 / .pi * 1.001 + 1e-9
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle].latitude < station.latitudeDegrees - reach { low = middle + 1 } else { high = middle }
        }
        let here = GreatCircle.Point(station)
        let limit = GreatCircle.squaredChord(metres: metres)
        var best: (chord: Double, station: Int32)?
        while low < candidates.count, candidates[low].latitude <= station.latitudeDegrees + reach {
            let candidate = candidates[low].station
            low += 1
            if candidate == Int32(own) { continue }
            let chord = here.squaredChord(to: GreatCircle.Point(registry.stations[Int(candidate)]))
            if chord <= limit, best.map({ (chord, candidate) < ($0.chord, $0.station) }) ?? true {
                best = (chord, candidate)
            }
        }
        return best?.station
    }
}
