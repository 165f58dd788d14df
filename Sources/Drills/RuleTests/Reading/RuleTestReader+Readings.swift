import Configuration
import Matching
import RuleEngine
import Telemetry

/// What reaches the server, and when.
extension RuleTestReader {
    func readReadings(_ node: ConfigurationNode?, _ scope: RuleTestScope) -> [RuleTestInput] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“readings” must be a list.", remedy: "Write “- {station: …, every: 5m, values: …}”.")
            return []
        }
        var inputs: [RuleTestInput] = []
        var newest: [String: [(arrives: Interval, at: Interval)]] = [:]
        for element in elements {
            let items = readItem(element, scope)
            for item in items {
                inputs.append(item.input)
                if let at = item.eventTime { newest[item.topic, default: []].append((item.input.at, at)) }
            }
        }
        // A reading is late where a newer one of its series came before it.
        for index in inputs.indices {
            guard case .message(let bytes, _, _, _) = inputs[index].content else { continue }
            let topic = String(decoding: bytes, as: UTF8.self)
            guard let own = inputs[index].eventTime, let all = newest[topic] else { continue }
            let arrives = inputs[index].at
            inputs[index].isLate = all.contains { $0.arrives < arrives && $0.at >= own }
        }
        return inputs
    }

    /// One message of a series, a single reading, an event or raw bytes.
    private struct Item {
        var input: RuleTestInput
        var topic: String
        /// Since the start; nil where it is not a reading.
        var eventTime: Interval?
    }

    private func readItem(_ node: ConfigurationNode, _ scope: RuleTestScope) -> [Item] {
        guard var fields = node.mapping("A reading") else { return [] }
        if fields.optional("topic") != nil || fields.optional("payload") != nil {
            return readRaw(&fields, scope)
        }
        guard let source = readSource(&fields, scope) else { return [] }
        let values = fields.optional("values")
        let value = fields.optional("value")
        let event = fields.optional("event")
        if let values {
            let items = readSeries(values, &fields, source, scope)
            fields.finish()
            return items
        }
        guard value != nil || event != nil else {
            for name in ["every", "delay", "at", "arrives", "quality", "unit"] { _ = fields.optional(name) }
            fields.finish()
            node.problem(
                "A reading needs “values”, “value” or “event”.", remedy: "Write value: 3.1, or every: 5m, values: …",
                length: 1)
            return []
        }
        let at = readTime(fields.required("at"), since: scope.start)
        let arrives = fields.optional("arrives").flatMap { readTime($0, since: scope.start) }
        let quality = readQuality(fields.optional("quality"))
        let unit = fields.optionalString("unit") ?? defaults["unit"]?.text
        fields.finish()
        guard let at else { return [] }
        let payload: String
        if let event {
            guard let members = readMembers(event) else { return [] }
            payload = "{\"t\":\"\((scope.start + at).iso8601)\"\(members)}"
        } else if let value {
            guard let text = readValue(value) else { return [] }
            payload = message(at, value: text, quality: quality, unit: unit, scope)
        } else {
            return []
        }
        checkConcern(source, isEvent: event != nil, node, scope)
        if let arrives, arrives.nanoseconds < at.nanoseconds - 86_400_000_000_000 {
            node.problem("The reading arrives a day before it was measured.", remedy: "Mend “arrives”.", length: 1)
        }
        return [
            item(payload, source.topic, arrives: arrives ?? at, eventTime: event == nil ? at : nil, node)
        ]
    }

    private func item(
        _ payload: String, _ topic: String, arrives: Interval, eventTime: Interval?, _ node: ConfigurationNode
    ) -> Item {
        let input = RuleTestInput(
            at: arrives,
            content: .message(topic: Array(topic.utf8), payload: Array(payload.utf8), qos: 1, retained: false),
            node: node, eventTime: eventTime)
        return Item(input: input, topic: topic, eventTime: eventTime)
    }

    // MARK: A series

    private func readSeries(
        _ values: ConfigurationNode, _ fields: inout ConfigurationMapping, _ source: Source, _ scope: RuleTestScope
    ) -> [Item] {
        let node = fields.node
        let everyNode = fields.optional("every") ?? defaults["every"]
        let delay = (fields.optional("delay") ?? defaults["delay"]).flatMap { $0.interval("“delay”") } ?? .zero
        let first = fields.optional("at").flatMap { readTime($0, since: scope.start) } ?? .zero
        let unit = fields.optionalString("unit") ?? defaults["unit"]?.text
        let quality = readQuality(fields.optional("quality"))
        let steps = SeriesNotation.read(values)
        guard let every = everyNode?.interval("“every”"), every > .zero else {
            if everyNode == nil || everyNode?.text.flatMap({ Interval(text: $0) }) == .zero {
                node.problem("“values” needs “every”, above zero.", remedy: "Write “every: 5m”.", length: 1)
            }
            return []
        }
        checkConcern(source, isEvent: false, node, scope)
        var items: [Item] = []
        var at = first
        for step in steps {
            guard at <= RuleTestReader.longestTest else {
                values.problem("The values go on for more than 366 days.", remedy: "Write fewer.")
                return items
            }
            if case .value(let text, let own) = step {
                let payload = message(at, value: text, quality: own ?? quality, unit: unit, scope)
                let arrives = Interval(nanoseconds: at.nanoseconds + delay.nanoseconds)
                items.append(item(payload, source.topic, arrives: arrives, eventTime: at, node))
            }
            at = Interval(nanoseconds: at.nanoseconds + every.nanoseconds)
        }
        return items
    }

    // MARK: Where it comes from

    private struct Source {
        var words: SourceWords
        var topic: String
    }

    private func readSource(_ fields: inout ConfigurationMapping, _ scope: RuleTestScope) -> Source? {
        let node = fields.node
        let stationNode = fields.optional("station") ?? defaults["station"]
        let quantityNode = fields.optional("quantity") ?? defaults["quantity"]
        let districtNode = fields.optional("district") ?? defaults["district"]
        let domainNode = fields.optional("domain") ?? defaults["domain"]
        guard let stationNode else {
            node.problem("A reading needs “station”.", remedy: "Write it here or under “defaults”.", length: 1)
            return nil
        }
        guard let station = stationNode.string("“station”") else { return nil }
        let registered = scope.context.registry.station(station)
        guard let quantity = quantityNode?.string("“quantity”") ?? only(registered?.quantities.map(\.quantity)) else {
            node.problem(
                "A reading needs “quantity” where the station does not have exactly one.",
                remedy: "Write “quantity: stage”.", length: 1)
            return nil
        }
        let district = registered?.district ?? districtNode?.text ?? "test"
        let place = registered.map(\.place) ?? station
        var words = SourceWords(
            station: station, district: district, domain: domainNode?.text ?? "test", quantity: quantity,
            place: place.isEmpty ? station : place,
            unit: registered?.quantity(quantity)?.unit ?? defaults["unit"]?.text ?? "")
        if domainNode == nil { words.domain = scope.context.rules.domain(for: words) ?? "test" }
        for (part, owner) in [(station, stationNode), (quantity, quantityNode ?? stationNode)]
        where part.isEmpty || part.contains(where: { "/+#".contains($0) }) {
            owner.problem("“\(part)” can't be a level of a topic.", remedy: "Leave out “/”, “+” and “#”.")
            return nil
        }
        return Source(words: words, topic: "city/\(district)/\(words.domain)/\(station)/\(quantity)")
    }

    private func only(_ names: [String]?) -> String? {
        guard let names, names.count == 1 else { return nil }
        return names[0]
    }

    private func checkConcern(_ source: Source, isEvent: Bool, _ node: ConfigurationNode, _ scope: RuleTestScope) {
        var words = source.words
        if let unit = node.entries?.first(where: { $0.key.text == "unit" })?.value.text, words.unit.isEmpty {
            words.unit = unit
        }
        if scope.context.rules.concern(words, isEvent: isEvent) { return }
        let what = isEvent ? "events" : "readings"
        node.problem(
            "No rule is about \(what) of \(words.quantity) from \(words.station) (\(source.topic)).",
            remedy: "Mend station, quantity or domain, or remove the line.", length: 1)
    }

    // MARK: Payloads

    private func message(
        _ at: Interval, value: String, quality: String?, unit: String?, _ scope: RuleTestScope
    ) -> String {
        var text = "{\"t\":\"\((scope.start + at).iso8601)\",\"v\":\(value)"
        if let quality { text += ",\"q\":\"\(quality)\"" }
        if let unit { text += ",\"u\":\(RuleTestReader.quoted(unit))" }
        return text + "}"
    }

    private func readValue(_ node: ConfigurationNode) -> String? {
        guard let text = node.text else {
            node.problem("“value” must be a number, true, false or null.", remedy: "Write 3.1.")
            return nil
        }
        if ["true", "false", "null"].contains(text) || ExactDecimal(text: text) != nil { return text }
        return node.double("“value”").map { "\($0)" }
    }

    private func readQuality(_ node: ConfigurationNode?) -> String? {
        guard let node, let text = node.string("“quality”") else { return nil }
        if QualityWord.all.contains(text) { return text }
        node.problem("“\(text)” is no quality.", remedy: "Known are: \(QualityWord.all.joined(separator: ", ")).")
        return nil
    }

    /// Members of an event as they follow `"t"` in the object.
    private func readMembers(_ node: ConfigurationNode) -> String? {
        guard let fields = node.mapping("“event”") else { return nil }
        if fields.all.isEmpty {
            node.problem("An event without members says nothing.", remedy: "Write {id: e1, type: panic}.")
            return nil
        }
        var text = ""
        for (key, value) in fields.all {
            guard let name = key.string("A member's name") else { return nil }
            guard let written = value.text else {
                value.problem("Members of an event are texts, numbers, true or false.", remedy: "Write one value.")
                return nil
            }
            let isPlain =
                !value.isQuoted && (["true", "false"].contains(written) || ExactDecimal(text: written) != nil)
            text += ",\(RuleTestReader.quoted(name)):\(isPlain ? written : RuleTestReader.quoted(written))"
        }
        return text
    }

    private func readRaw(_ fields: inout ConfigurationMapping, _ scope: RuleTestScope) -> [Item] {
        let node = fields.node
        let topic = fields.string("topic")
        let payload = fields.string("payload")
        let at = readTime(fields.required("at"), since: scope.start)
        let qos = fields.optional("qos")?.integer("“qos”", in: 0...2) ?? 1
        let retained = fields.optionalBoolean("retained") ?? false
        fields.finish()
        guard let topic, let payload, let at else { return [] }
        let input = RuleTestInput(
            at: at,
            content: .message(
                topic: Array(topic.utf8), payload: Array(payload.utf8), qos: UInt8(qos), retained: retained),
            node: node)
        return [Item(input: input, topic: topic, eventTime: nil)]
    }

    /// A text as JSON.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += "\\u" + hex(scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    // MARK: What people do

    func readActions(_ node: ConfigurationNode?, _ scope: RuleTestScope) -> [RuleTestInput] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“actions” must be a list.", remedy: "Write “- {at: 20m, reset: Panic, key: panic-01}”.")
            return []
        }
        return elements.compactMap { element in
            guard var fields = element.mapping("An action") else { return nil }
            let at = readTime(fields.required("at"), since: scope.start)
            let alert = readAlert(fields.required("reset"), among: scope.known)
            let key = fields.required("key").flatMap { readKey($0, alert: alert, scope) }
            fields.finish()
            guard let at, let alert, let key else { return nil }
            return RuleTestInput(at: at, content: .reset(AlarmID(alert: alert, key: key)), node: element)
        }
    }
}
