import Configuration
import QualityControl
import Telemetry

/// Stations, limits and readings by the minute.
struct QualityScene {
    var control: QualityControl
    /// What is known now of each reading.
    var found: [Key: Found] = [:]
    /// Every change of a flag afterwards, in order.
    var revisions: [RequalifiedReading] = []
    let series: [SeriesDescription]
    let registry: Registry
    private var revisionNumbers: [Key: Int32] = [:]

    struct Key: Hashable {
        var series: Int
        var time: Timestamp
    }

    struct Found: Hashable {
        var value: Double
        var quality: QualityFlag
        var tests: [String]
    }

    static let start = Timestamp(seconds: 1_780_000_000)

    /// - Parameter limits: the fields of one entry below `match`, for quantity `stage` in m, as in a file.
    init(_ limits: String, stations: [Station] = QualityScene.stations()) throws {
        registry = Registry(stations: stations, places: [], districts: [])
        let rules = try QualityScene.rules(limits, registry: registry)
        control = QualityControl(rules: rules, registry: registry)
        var series: [SeriesDescription] = []
        for (index, station) in stations.enumerated() {
            series.append(
                SeriesDescription(
                    id: SeriesID(rawValue: Int32(index)), topic: "city/d/water/\(station.id)/stage", district: "d",
                    domain: "water", station: station.id, quantity: "stage", unit: "m", registered: index))
        }
        self.series = series
        for description in series { control.addSeries(description) }
    }

    static func rules(_ limits: String, registry: Registry) throws -> QualityRules {
        let indented = limits.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        let text =
            "quality:\n  - name: stage\n    match: {quantity: stage, unit: m}\n" + indented.joined(separator: "\n")
            + "\n"
        return try QualityRules.load(
            bundle: ConfigurationBundle(files: [ConfigurationFile(path: "quality/stage.yaml", text: text)]),
            registry: registry)
    }

    /// Stations 1 km apart in a row from south to north: `a`, `b`, ….
    static func stations(_ count: Int = 1) -> [Station] {
        (0..<count).map { index in
            Station(
                id: String(UnicodeScalar(UInt8(97 + index))), name: Bilingual("x"),
                latitudeDegrees: 27 + Double(index) * 0.009, longitudeDegrees: 110, district: "d", place: "p",
                gateway: nil, upstream: [], downstream: [], lifeSafety: false,
                quantities: [StationQuantity(quantity: "stage", unit: "m", heartbeat: nil, thresholds: [])])
        }
    }

    static func time(_ minute: Double) -> Timestamp { start + Interval(nanoseconds: Int64(minute * 60e9)) }

    /// A reading at a minute; what becomes of it and of earlier ones is noted.
    @discardableResult
    mutating func read(
        _ minute: Double, _ value: Double, series: Int = 0, device: QualityFlag = .notEvaluated,
        marks: ReadingMarks = [], at: Timestamp? = nil
    ) -> Found {
        let time = QualityScene.time(minute)
        let key = Key(series: series, time: time)
        let revision = revisionNumbers[key].map { $0 + 1 } ?? 0
        revisionNumbers[key] = revision
        var reading = Reading(
            series: SeriesID(rawValue: Int32(series)), eventTime: time, receivedAt: at ?? time, value: value,
            quality: device, marks: marks)
        var revised: [RequalifiedReading] = []
        control.assess(&reading, revision: revision, into: &revised)
        note(reading)
        for one in revised {
            note(one.reading)
            let key = Key(series: one.reading.series.index, time: one.reading.eventTime)
            precondition(one.revision == (revisionNumbers[key] ?? -1) + 1, "revisions are numbered without gaps")
            revisionNumbers[key] = one.revision
            revisions.append(one)
        }
        return found[key] ?? Found(value: value, quality: .notEvaluated, tests: [])
    }

    private mutating func note(_ reading: Reading) {
        found[Key(series: reading.series.index, time: reading.eventTime)] = Found(
            value: reading.value, quality: reading.quality, tests: reading.failedTests.names)
    }

    /// What is known now of the reading at a minute.
    func at(_ minute: Double, series: Int = 0) -> Found? {
        found[Key(series: series, time: QualityScene.time(minute))]
    }

    var snapshot: [UInt8] {
        var writer = ByteWriter()
        control.encodeSnapshot(into: &writer)
        return writer.bytes
    }

    /// The same after a restart.
    func restored() throws -> QualityScene {
        var copy = self
        copy.control = QualityControl(rules: control.rules, registry: registry)
        for description in series { copy.control.addSeries(description) }
        try snapshot.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            try copy.control.restoreSnapshot(from: &reader)
        }
        return copy
    }
}
