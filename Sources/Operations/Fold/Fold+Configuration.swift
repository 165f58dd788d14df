import AlarmManagement
import CommandLog
import IncidentCommand
import Intake
import QualityControl
import Roster
import RuleEngine
import Telemetry

extension Fold {
    mutating func applyConfiguration(_ sha256: String, sink: some FoldSink) throws {
        let next = try sink.configuration(sha256: sha256)
        let previous = loaded?.sha256
        loaded = next
        let fields = [
            LogFact.Field("sha256", .text(sha256)), LogFact.Field("previous", previous.map { .text($0) } ?? .null),
            LogFact.Field("files", .integer(Int64(next.bundle.files.count))),
            LogFact.Field("stations", .integer(Int64(next.city.registry.stations.count))),
        ]
        try log(LogFact("configuration_loaded", fields: fields), at: at, sink: sink)
        try install(next, sink: sink)
        try expectDevices(sink: sink)
        try settleChanges(at: at, sink: sink)
        try settleManaged(at: at, sink: sink)
    }

    /// Gives intake, rules and linkage the configuration; what runs is carried over.
    private mutating func install(_ next: LoadedCity, sink: some FoldSink) throws {
        intake.limits = IntakeLimits(settings: next.city.intake)
        for series in intake.replaceRegistry(next.city.registry) { try sink.insert(intake.series[series.index]) }
        quality.replaceRules(next.quality, registry: next.city.registry, series: intake.series)
        if engine == nil {
            engine = RuleEngine(
                rules: next.rules, registry: next.city.registry, lateness: Lateness(settings: next.city.intake))
            for description in intake.series { engine?.addSeries(description) }
        } else {
            engine?.replaceRules(
                next.rules, registry: next.city.registry, series: intake.series,
                lateness: Lateness(settings: next.city.intake), at: at, into: &changes)
        }
        if alarmManagement == nil {
            alarmManagement = AlarmManagement(rules: next.alarmManagement)
        } else {
            alarmManagement?.replaceRules(next.alarmManagement, at: at, into: &managed)
        }
        duties = [:]
        if rosterWatch == nil { rosterWatch = RosterWatch(roster: next.roster) }
        rosterWatch?.replaceRoster(next.roster, at: at, into: &rosterFacts)
        if incidentCommand == nil {
            incidentCommand = IncidentCommand(linkage: next.linkage, utcOffsetMinutes: next.city.utcOffsetMinutes)
        } else {
            incidentCommand?.replaceLinkage(next.linkage, at: at, into: &actions)
        }
    }

    /// Whether time has begun, which on the data clock is with the first message.
    var hasBegun: Bool { loaded != nil && at > .distantPast + Interval(seconds: 86_400) }

    /// Makes the silence of devices that were never heard begin now.
    mutating func expectDevices(sink: some FoldSink) throws {
        guard hasBegun else { return }
        isExpecting = true
        rosterWatch?.begin(at: at, into: &rosterFacts)
        try settleRoster(at: at, sink: sink)
        guard expectsDevices else { return }
        for series in intake.expectSeries() {
            let description = intake.series[series.index]
            quality.addSeries(description)
            engine?.addSeries(description)
            try sink.insert(description)
        }
        engine?.expectAll(at: at)
    }

    mutating func applyStart(_ next: StartInput, sink: some FoldSink) throws {
        start = next
        chain = LogChain(exercise: next.exercise, entries: chain.entries, head: chain.head)
        var fields = [
            LogFact.Field("identity", .text(next.identity)), LogFact.Field("epoch", .integer(Int64(next.epoch))),
            LogFact.Field("version", .text(next.version)),
        ]
        if let restoredFrom = next.restoredFrom { fields.append(LogFact.Field("restored_from", .time(restoredFrom))) }
        try log(LogFact("watch_started", fields: fields), at: at, sink: sink)
        guard let from = next.watchedUntil else { return try expectDevices(sink: sink) }
        let gap = [
            LogFact.Field("from", .time(from)), LogFact.Field("to", .time(at)),
            LogFact.Field("cause", .text((next.previousEnd ?? .killed).rawValue)),
        ]
        try log(LogFact("watch_gap", fields: gap), at: at, sink: sink)
        // The rules saw nothing in the gap: what waits for time to pass goes on waiting from here, so that a sensor whose
        // messages wait at the broker is not called silent. People's deadlines did pass; incident command says them late.
        engine?.postponeTimers(by: at - from)
        try expectDevices(sink: sink)
        alarmManagement?.restarted(at: at, into: &managed)
        try settleManaged(at: at, sink: sink)
        incidentCommand?.restarted(gapFrom: from, at: at, into: &actions)
        try settleActions(at: at, sink: sink)
    }

    mutating func applyIntakeGap(_ gap: IntakeGapInput, sink: some FoldSink) throws {
        let code: String
        switch gap.cause {
        case .sessionLost, .brokerRestarted, .brokerDropped: code = "intake_gap"
        case .takenOver: code = "client_taken_over"
        case .brokerLost: code = "broker_lost"
        case .brokerBack: code = "broker_back"
        case .subscriptionRefused: code = "subscription_refused"
        case .stateSheetFailed: code = "state_sheet_failed"
        case .stateSheetBack: code = "state_sheet_back"
        }
        var fields = [
            LogFact.Field("cause", .text(gap.cause.rawValue)), LogFact.Field("from", .time(gap.from)),
            LogFact.Field("to", .time(gap.to)),
        ]
        if let dropped = gap.dropped { fields.append(LogFact.Field("dropped", .integer(Int64(clamping: dropped)))) }
        if !gap.detail.isEmpty {
            fields.append(LogFact.Field("detail", .text(DisplayText.safe(gap.detail, limit: 300))))
        }
        try log(LogFact(code, fields: fields), at: at, sink: sink)
        // What may have been lost, and a stolen client id, are alarms about the server itself.
        switch gap.cause {
        case .sessionLost, .brokerRestarted, .brokerDropped, .takenOver, .subscriptionRefused, .stateSheetFailed:
            changes.append(ServerAlarm.raised(gap, code: code, at: at))
            try settleChanges(at: at, sink: sink)
        case .brokerLost, .brokerBack, .stateSheetBack: break
        }
    }
}
