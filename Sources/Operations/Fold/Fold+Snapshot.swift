import AlarmManagement
import CommandLog
import IncidentCommand
import Intake
import QualityControl
import Roster
import RuleEngine
import Store
import Telemetry

extension Fold {
    /// Version of the snapshot's shape; one of another version is not read, and the journal is folded anew.
    package static let snapshotVersion = 6

    /// The whole state; together with the journal after `sequence` it is the state now.
    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(sequence)
        writer.write(at)
        writer.write(firedThrough)
        writer.write(data: InputJSON.encode(CountersRecord(counters)))
        writer.write(data: start.map { InputJSON.encode($0) } ?? [])
        writer.write(loaded?.sha256 ?? "")
        chain.encodeSnapshot(into: &writer)
        segments.encodeSnapshot(into: &writer)
        intake.encodeSnapshot(into: &writer)
        quality.encodeSnapshot(into: &writer)
        writer.write(engine != nil)
        engine?.encodeSnapshot(into: &writer)
        alarmManagement?.encodeSnapshot(into: &writer)
        writer.write(incidentCommand != nil)
        incidentCommand?.encodeSnapshot(into: &writer)
        rosterWatch?.encodeSnapshot(into: &writer)
    }

    /// Reads a snapshot back.
    ///
    /// - Parameter configuration: the stored configuration of a hash.
    /// - Throws: `CodingFault` where the bytes are damaged; what `configuration` throws.
    package init(
        snapshot bytes: UnsafeRawBufferPointer, configuration: (String) throws -> LoadedCity
    ) throws {
        self.init()
        var reader = ByteReader(bytes)
        sequence = try reader.readInt64()
        at = try reader.readTimestamp()
        firedThrough = try reader.readTimestamp()
        counters = try InputJSON.decode(CountersRecord.self, from: try reader.readData()).counters
        let startBytes = try reader.readData()
        if !startBytes.isEmpty { start = try InputJSON.decode(StartInput.self, from: startBytes) }
        let sha256 = try reader.readString()
        if !sha256.isEmpty { loaded = try configuration(sha256) }
        chain = LogChain(exercise: start?.exercise ?? false)
        try chain.restoreSnapshot(from: &reader)
        try segments.restoreSnapshot(from: &reader)
        let registry = loaded?.city.registry ?? .empty
        intake = Intake(
            registry: registry, limits: loaded.map { IntakeLimits(settings: $0.city.intake) } ?? IntakeLimits())
        try intake.restoreSnapshot(from: &reader)
        quality = QualityControl(rules: loaded?.quality ?? .none, registry: registry)
        for series in intake.series { quality.addSeries(series) }
        try quality.restoreSnapshot(from: &reader)
        let hasEngine = try reader.readBool()
        if hasEngine, let loaded {
            let restored = RuleEngine(
                rules: loaded.rules, registry: registry, lateness: Lateness(settings: loaded.city.intake))
            for series in intake.series { restored.addSeries(series) }
            try restored.restoreSnapshot(from: &reader)
            engine = restored
            var management = AlarmManagement(rules: loaded.alarmManagement)
            try management.restoreSnapshot(from: &reader)
            alarmManagement = management
        }
        isExpecting = hasBegun
        let hasCommand = try reader.readBool()
        if hasCommand, let loaded {
            var restored = IncidentCommand(linkage: loaded.linkage, utcOffsetMinutes: loaded.city.utcOffsetMinutes)
            try restored.restoreSnapshot(from: &reader)
            incidentCommand = restored
            var watch = RosterWatch(roster: loaded.roster)
            try watch.restoreSnapshot(from: &reader)
            rosterWatch = watch
        }
        lookAhead()
        guard reader.isAtEnd, (loaded != nil) == hasEngine, hasEngine == hasCommand else {
            throw CodingFault(position: reader.position, what: "holds more or less than a whole state")
        }
    }

    /// What is kept beside the journal to find the way back.
    package var cursor: StoreCursor {
        var extra = ByteWriter()
        quality.counts.encode(into: &extra)
        return StoreCursor(
            journalSequence: sequence, at: at, firedThrough: firedThrough, logEntries: chain.entries,
            logHead: chain.head, counters: counters, extra: extra.bytes)
    }
}

/// The counters with stable names.
private struct CountersRecord: Codable {
    var readings, events, duplicates, corrections, late, quarantined, unprotected, messages: Int64

    init(_ counters: StoreCounters) {
        readings = counters.readings
        events = counters.events
        duplicates = counters.duplicates
        corrections = counters.corrections
        late = counters.late
        quarantined = counters.quarantined
        unprotected = counters.unprotected
        messages = counters.messages
    }

    var counters: StoreCounters {
        StoreCounters(
            readings: readings, events: events, duplicates: duplicates, corrections: corrections, late: late,
            quarantined: quarantined, unprotected: unprotected, messages: messages)
    }
}

extension Store {
    /// Keeps the state of a fold in the transaction at hand.
    ///
    /// - Returns: bytes that were written.
    @discardableResult
    package func putSnapshot(of fold: Fold) throws -> Int {
        var writer = ByteWriter()
        fold.encodeSnapshot(into: &writer)
        try writer.bytes.withUnsafeBytes {
            try putSnapshot(journalSequence: fold.sequence, at: fold.at, version: Fold.snapshotVersion, blob: $0)
        }
        return writer.bytes.count
    }
}
