import API
import CommandLog
import Delivery
import Foundation
import Store
import Telemetry
import Views

/// Answers questions from the store's file: for a running server, and for commands where none runs.
struct StoreQueries: QuerySource {
    let reader: StoreReader
    /// Names and stations change with a reload: asked anew each time.
    let book: @Sendable () -> NameBook
    let registry: @Sendable () -> Registry
    /// What only a running server knows; nil without one.
    let live: (@Sendable () -> LiveFacts)?

    struct LiveFacts: Sendable {
        var clock: String
        var now: Timestamp?
        var broker: StatusView.BrokerState
        /// Why the store can't be written; nil when all is well.
        var unrecorded: String?
        var exercise: Bool
        var configuration: String
        var rosterGaps: [RosterGapView] = []
        /// Of every channel that the server sends by, zeros included.
        var tallies: [String: ChannelTally]
    }

    /// How far back the newest reading of a station is looked for.
    private static let latestHorizon = Interval(seconds: 7 * 86_400)

    func names() throws(ProblemView) -> NameBook {
        book()
    }

    func status() throws(ProblemView) -> StatusView {
        let stored = try translated { () throws(StoreError) in try reader.status() }
        let facts = live?()
        let exercise = if let facts { facts.exercise } else { try isExercise(entries: stored.cursor.logEntries) }
        return StatusView(
            city: book().city, version: Version.text, state: facts == nil ? .stopped : .serving,
            exercise: exercise, clock: facts?.clock ?? "",
            now: facts?.now, broker: facts?.broker ?? .unknown, readingsCommitted: stored.cursor.counters.readings,
            duplicates: stored.cursor.counters.duplicates, quarantined: stored.cursor.counters.quarantined,
            quality: QualityView(stored.cursor),
            incidentsOpen: Int64(stored.incidentsOpen), logEntries: stored.cursor.logEntries,
            logHead: stored.cursor.logHead.hex, outboxPending: Int64(stored.outboxPending),
            channels: StoreQueries.channels(stored, facts),
            storeFull: facts?.unrecorded != nil, storeMessage: facts?.unrecorded,
            configuration: String((facts?.configuration ?? "").prefix(16)), rosterGaps: facts?.rosterGaps ?? [])
    }

    private static func channels(_ stored: StoreStatus, _ facts: LiveFacts?) -> [ChannelView] {
        let waiting = stored.pendingByChannel
        let ids = Set(waiting.keys).union(facts?.tallies.keys.map { $0 } ?? [])
        return ids.sorted().map { id in
            let tally = facts.map { $0.tallies[id] ?? ChannelTally() }
            return ChannelView(
                channel: id, waiting: Int64(waiting[id] ?? 0), handedOver: tally?.handedOver, retried: tally?.retried,
                givenUp: tally?.givenUp)
        }
    }

    /// Without a server, the newest entry tells whether it was an exercise.
    private func isExercise(entries: Int64) throws(ProblemView) -> Bool {
        guard entries > 0, let last = try log(from: entries, limit: 1).last else { return false }
        return LogRecord(line: last.line)?.exercise ?? false
    }

    private func isExercise() throws(ProblemView) -> Bool {
        if let live { return live().exercise }
        let stored = try translated { () throws(StoreError) in try reader.status() }
        return try isExercise(entries: stored.cursor.logEntries)
    }

    func incidents(_ query: IncidentQuery) throws(ProblemView) -> [IncidentView] {
        let exercise = try isExercise()
        return try rows(query).map { row throws(ProblemView) in try decoded(row, exercise: exercise) }
    }

    /// Each as its view reads, but for what the store's form leaves out; the names' order is the store's.
    func incidentLines(_ query: IncidentQuery) throws(ProblemView) -> [String] {
        let beginning = try isExercise() ? #"{"exercise":true,"# : #"{"exercise":false,"#
        return try rows(query).map { beginning + $0.json.dropFirst() }
    }

    private func rows(_ query: IncidentQuery) throws(ProblemView) -> [IncidentRow] {
        try translated { () throws(StoreError) in try reader.incidents(open: query.open, limit: query.limit) }
    }

    func incident(_ id: String) throws(ProblemView) -> IncidentView? {
        guard let row = try translated({ () throws(StoreError) in try reader.incident(id) }) else { return nil }
        var view = try decoded(row, exercise: try isExercise())
        let entries = try translated { () throws(StoreError) in try reader.log(incident: id) }
        let records = entries.compactMap { LogRecord(line: $0.entry.line) }
        view.timeline = records.map {
            IncidentView.TimelineEntry(entry: $0.number, at: $0.at, code: $0.code, fields: $0.fields)
        }
        view.takeEvidence(from: records)
        for position in view.children.indices {
            guard
                let row = try translated({ () throws(StoreError) in try reader.incident(view.children[position].id) })
            else { continue }
            view.children[position].hazard = row.hazard
            view.children[position].place = row.place
            view.children[position].status = IncidentView.Status(rawValue: row.status)
        }
        return view
    }

    private func decoded(_ row: IncidentRow, exercise: Bool) throws(ProblemView) -> IncidentView {
        do {
            var view = try ViewJSON.decode(IncidentView.self, from: Data(row.json.utf8))
            view.exercise = exercise
            return view
        } catch {
            throw ProblemView(
                code: "corrupt", message: "The stored incident \(row.id) can't be read: \(error)",
                remedy: "Run “tocsin log verify --replay”, and keep the folder as it is.")
        }
    }

    func stations() throws(ProblemView) -> [StationView] {
        var views = registry().stations.map { StationView($0) }
        var positions: [String: Int] = [:]
        for (position, view) in views.enumerated() { positions[view.id] = position }
        let newest = try translated { () throws(StoreError) in try reader.status() }.cursor.at
        let all = try translated { () throws(StoreError) in
            try reader.latest(since: newest - StoreQueries.latestHorizon)
        }
        var others: [StationView] = []
        var otherPositions: [String: Int] = [:]
        for series in try translated({ () throws(StoreError) in try reader.series() }) {
            let latest = all[series.id]
            if let position = positions[series.station] {
                views[position].heard(series, latest)
            } else if let position = otherPositions[series.station] {
                others[position].heard(series, latest)
            } else {
                var view = StationView(
                    id: series.station, name: Bilingual(series.station), district: series.district,
                    place: series.station, registered: false, lifeSafety: false, latitude: nil, longitude: nil,
                    quantities: [])
                view.heard(series, latest)
                otherPositions[series.station] = others.count
                others.append(view)
            }
        }
        return views + others.sorted { $0.id < $1.id }
    }

    func readings(_ query: ReadingQuery) throws(ProblemView) -> [ReadingView] {
        let page = try translated { () throws(StoreError) in
            try reader.readings(
                station: query.station, quantity: query.quantity, from: query.from, through: query.through,
                limit: query.limit)
        }
        if page.rows.isEmpty { try refuseUnknown(query.station) }
        return page.rows.reversed().map {
            ReadingView($0.reading, series: $0.series, revision: Int($0.revision))
        }
    }

    private func refuseUnknown(_ station: String) throws(ProblemView) {
        if registry().station(station) != nil { return }
        let series = try translated { () throws(StoreError) in try reader.series() }
        if series.contains(where: { $0.station == station }) { return }
        let shown = DisplayText.safe(station, limit: 100)
        throw ProblemView(
            code: "unknown_station",
            message: Bilingual(chinese: "没有测站“\(shown)”。", english: "There is no station “\(shown)”."),
            remedy: Bilingual(
                chinese: "用“tocsin stations”列出所有测站。", english: "List all stations with “tocsin stations”."))
    }

    func quarantine(limit: Int) throws(ProblemView) -> [QuarantineView] {
        try translated { () throws(StoreError) in try reader.quarantined(limit: limit) }.map { row in
            QuarantineView(
                id: row.id, receivedAt: row.at, topic: String(decoding: row.topic, as: UTF8.self), reason: row.reason,
                text: row.text, station: row.station, lifeSafety: row.lifeSafety, payloadBytes: row.payloadBytes,
                payloadBase64: Data(row.payload).base64EncodedString())
        }
    }

    func log(from number: Int64, limit: Int) throws(ProblemView) -> [LogEntryView] {
        try translated { () throws(StoreError) in try reader.log(from: number, limit: limit) }.map {
            LogEntryView(number: $0.entry.seq, line: $0.entry.line)
        }
    }

    func verify(head: VerificationView.Head?) throws(ProblemView) -> VerificationView {
        var outside: LogHead?
        if let head {
            guard let hash = LogHash(hex: head.hash) else {
                throw ProblemView(
                    code: "bad_request", message: "The head's hash is not 64 hexadecimal digits.",
                    remedy: "Give the hash as the head file holds it.")
            }
            outside = LogHead(entries: head.entries, hash: hash, at: .distantPast, identity: "", epoch: 0)
        }
        let wanted = outside
        let result = try translated { () throws(StoreError) in try reader.verifyLog(head: wanted) }
        return VerificationView(
            verified: result.isIntact, entries: result.entries, head: result.head.hex, comparedWith: head,
            findings: result.findings.map {
                .init(
                    code: $0.code, entry: $0.entry,
                    message: Bilingual(chinese: $0.chineseMessage, english: $0.message))
            }, replayed: false)
    }
}

/// Runs a question to the store; what it throws becomes a problem for people.
func translated<Answer>(_ body: () throws(StoreError) -> Answer) throws(ProblemView) -> Answer {
    do {
        return try body()
    } catch {
        throw ProblemView(error)
    }
}

extension ProblemView {
    init(_ error: StoreError) {
        let code =
            switch error.kind {
            case .full: "store_full"
            case .io: "io"
            case .corrupt: "corrupt"
            case .locked: "locked"
            case .newer: "newer"
            case .incomplete: "incomplete"
            case .misuse: "misuse"
            case .interrupted: "interrupted"
            case .other: "store"
            }
        self.init(storeMessage: error.message, code: code)
    }

    /// Messages of the parts below end with their remedy, as a sentence or a clause of its own.
    init(storeMessage message: String, code: String) {
        guard
            let split = message.range(of: ". ", options: .backwards) ?? message.range(of: "; ", options: .backwards)
        else {
            self.init(code: code, message: message, remedy: "See what the message names.")
            return
        }
        let remedy = message[split.upperBound...]
        self.init(
            code: code, message: String(message[..<split.lowerBound]) + ".",
            remedy: remedy.prefix(1).uppercased() + remedy.dropFirst())
    }
}
