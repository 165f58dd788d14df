import Configuration
import Telemetry

extension QualityFileReader {
    /// Fewest readings that a deviation is taken from, and the most that are kept for it.
    static let deviationReadings = 3...64
    static let flatReadings = 2...100_000
    /// Longest length of time in a quality file.
    static let longestInterval = Interval(seconds: 31 * 86_400)

    /// Reads the tests that are written; those that are not stay as they are.
    func readLimits(_ fields: inout ConfigurationMapping, onto base: QualityLimits) -> QualityLimits {
        var limits = base
        if let range = fields.optional("range") { readRange(range, &limits) }
        readTest(&fields, "spike", &limits.spike, readSpike)
        readTest(&fields, "rate", &limits.rate, readRate)
        readTest(&fields, "flat_line", &limits.flatLine, readFlatLine)
        readTest(&fields, "gap", &limits.gap, readGap)
        readTest(&fields, "neighbour", &limits.neighbour, readNeighbour)
        return limits
    }

    /// `off` takes a test away from a station.
    private func readTest<Test>(
        _ fields: inout ConfigurationMapping, _ name: String, _ test: inout Test?,
        _ read: (inout ConfigurationMapping, ConfigurationNode) -> Test?
    ) {
        guard let node = fields.optional(name) else { return }
        if node.text == "off" {
            test = nil
            return
        }
        guard var own = node.mapping("“\(name)”") else { return }
        test = read(&own, node)
        own.finish()
    }

    private func readRange(_ node: ConfigurationNode, _ limits: inout QualityLimits) {
        guard var fields = node.mapping("“range”") else { return }
        let sensor = fields.optional("sensor")
        let operatorNode = fields.optional("operator")
        fields.finish()
        if sensor == nil && operatorNode == nil {
            node.problem("“range” names no span.", remedy: "Write sensor or operator or both.", length: 1)
        }
        if let sensor { limits.sensorSpan = sensor.text == "off" ? nil : readSpan(sensor, "“sensor”") }
        if let operatorNode {
            limits.operatorSpan = operatorNode.text == "off" ? nil : readSpan(operatorNode, "“operator”")
        }
        if let outer = limits.sensorSpan, let inner = limits.operatorSpan,
            inner.low < outer.low || inner.high > outer.high
        {
            (operatorNode ?? node).problem(
                "The operator's span reaches beyond what the sensor can measure.",
                remedy: "Keep it within \(outer.low) … \(outer.high).", length: 1)
        }
    }

    private func readSpan(_ node: ConfigurationNode, _ what: String) -> QualityLimits.Span? {
        guard var fields = node.mapping(what) else { return nil }
        let low = fields.double("low")
        let highNode = fields.required("high")
        let high = highNode?.double("“high”")
        let source = readSource(&fields)
        fields.finish()
        guard let low, let high, let source else { return nil }
        if low >= high { highNode?.problem("“high” is not above “low”.", remedy: "Write the smaller number as low.") }
        return QualityLimits.Span(low: low, high: high, source: source)
    }

    private func readSpike(_ fields: inout ConfigurationMapping, _ node: ConfigurationNode) -> QualityLimits.Spike? {
        let suspect = positive(fields.required("suspect"), "“suspect”")
        let failNode = fields.optional("fail")
        let fail = failNode.map { positive($0, "“fail”") } ?? .infinity
        let within = length(fields.optional("within"), "“within”")
        let source = readSource(&fields)
        guard let suspect, let fail, let source else { return nil }
        if fail <= suspect {
            failNode?.problem("“fail” is not above “suspect”.", remedy: "Write the smaller limit as suspect.")
        }
        return QualityLimits.Spike(suspect: suspect, fail: fail, within: within, source: source)
    }

    private func readRate(_ fields: inout ConfigurationMapping, _ node: ConfigurationNode) -> QualityLimits.Rate? {
        let deviations = positive(fields.required("deviations"), "“deviations”")
        let readings = fields.required("readings")?
            .integer("“readings”", in: QualityFileReader.deviationReadings)
        let atLeast = positive(fields.required("at_least"), "“at_least”")
        let per = length(fields.required("per"), "“per”")
        let source = readSource(&fields)
        guard let deviations, let readings, let atLeast, let per, let source else { return nil }
        return QualityLimits.Rate(
            deviations: deviations, readings: readings, atLeast: atLeast, per: per, source: source)
    }

    private func readFlatLine(
        _ fields: inout ConfigurationMapping, _ node: ConfigurationNode
    ) -> QualityLimits.FlatLine? {
        let range = QualityFileReader.flatReadings
        let suspect = fields.required("suspect_after")?.integer("“suspect_after”", in: range)
        let failNode = fields.optional("fail_after")
        let fail = failNode?.integer("“fail_after”", in: range)
        let toleranceNode = fields.required("tolerance")
        let tolerance = toleranceNode?.double("“tolerance”")
        let idle = readIdle(fields.optional("idle"))
        let source = readSource(&fields)
        guard let suspect, let tolerance, let source else { return nil }
        if tolerance < 0 {
            toleranceNode?.problem("“tolerance” is negative.", remedy: "Write 0 or the sensor's resolution.")
        }
        if let fail, fail <= suspect {
            failNode?.problem("“fail_after” is not above “suspect_after”.", remedy: "Write the smaller one as suspect.")
        }
        return QualityLimits.FlatLine(
            suspectAfter: suspect, failAfter: fail, tolerance: tolerance, idle: idle, source: source)
    }

    private func readIdle(_ node: ConfigurationNode?) -> ClosedRange<Double>? {
        guard let node else { return nil }
        let numbers = node.elements?.compactMap { $0.double("A bound of “idle”") } ?? []
        guard numbers.count == 2, node.elements?.count == 2, numbers[0] <= numbers[1] else {
            node.problem("“idle” must be two numbers.", remedy: "Write [low, high], such as [0, 0].", length: 1)
            return nil
        }
        return numbers[0]...numbers[1]
    }

    private func readGap(_ fields: inout ConfigurationMapping, _ node: ConfigurationNode) -> QualityLimits.Gap? {
        let after = length(fields.required("after"), "“after”")
        guard let source = readSource(&fields), let after else { return nil }
        return QualityLimits.Gap(after: after, source: source)
    }

    private func readNeighbour(
        _ fields: inout ConfigurationMapping, _ node: ConfigurationNode
    ) -> QualityLimits.Neighbour? {
        let limit = positive(fields.required("limit"), "“limit”")
        let within = length(fields.required("within"), "“within”")
        let metresNode = fields.optional("metres")
        let metres = metresNode.flatMap { positive($0, "“metres”") }
        let list = fields.optional("of")
        let source = readSource(&fields)
        if metresNode == nil && list == nil {
            node.problem("“neighbour” names no neighbour.", remedy: "Write “metres: 5000” or “of: [id]”.", length: 1)
        }
        if let metres, metres > QualityLimits.Neighbour.metresLimit {
            metresNode?.problem("“metres” is more than 50 km.", remedy: "Write at most 50000.")
        }
        var stations: [String] = []
        for element in list?.elements ?? [] {
            guard let id = element.string("A neighbour") else { continue }
            checkStation(id, element)
            stations.append(id)
        }
        if let list, stations.isEmpty || stations.count > QualityLimits.Neighbour.countLimit {
            list.problem("“of” must be a list of one to four station ids.", remedy: "Write [id, id].", length: 1)
        }
        guard let limit, let within, let source else { return nil }
        return QualityLimits.Neighbour(
            limit: limit, metres: metres, stations: stations, within: within, source: source)
    }

    // MARK: Scalars

    private func positive(_ node: ConfigurationNode?, _ what: String) -> Double? {
        guard let node, let value = node.double(what) else { return nil }
        if value <= 0 { node.problem("\(what) must be above 0.", remedy: "Write a number above 0.") }
        return value
    }

    private func length(_ node: ConfigurationNode?, _ what: String) -> Interval? {
        guard let node, let value = node.interval(what) else { return nil }
        if value <= .zero || value > QualityFileReader.longestInterval {
            node.problem("\(what) must be above 0 and at most 31 days.", remedy: "Write a length such as 30m.")
        }
        return value
    }

    private func readSource(_ fields: inout ConfigurationMapping) -> QualityLimits.Source? {
        let textNode = fields.required("source")
        let text = textNode?.string("“source”")
        let dateNode = fields.required("date")
        let date = dateNode?.string("“date”")
        guard let text, let date else { return nil }
        if text.isEmpty { textNode?.problem("“source” is empty.", remedy: "Name the document or authority.") }
        if Timestamp(iso8601: date + "T00:00:00Z") == nil {
            dateNode?.problem("“date” must be a date.", remedy: "Write it as 2026-04-01.")
        }
        return QualityLimits.Source(text: text, date: date)
    }
}
