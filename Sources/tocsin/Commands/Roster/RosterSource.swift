import CityNames
import Foundation
import Operations
import Roster
import Store
import Telemetry
import Views

/// The roster that is asked about: the one that was in force then, where a journal tells it, else the city's files.
struct RosterSource {
    let loaded: LoadedCity
    let isFromJournal: Bool
    let people: [PersonView]

    /// The files as they are now.
    static func files(_ options: GlobalOptions) throws -> RosterSource {
        RosterSource(
            loaded: try CityLoader.load(folder: options.city), isFromJournal: false, people: contacts(options))
    }

    /// The configuration in force at a moment by the data folder's own journal; the files where there is no folder, or nothing
    /// was in force then.
    static func inForce(at moment: Timestamp, _ options: GlobalOptions) throws -> RosterSource {
        guard let loaded = try stored(at: moment, options) else { return try files(options) }
        return RosterSource(loaded: loaded, isFromJournal: true, people: contacts(options))
    }

    /// What a running server goes by, and its clock; nil where none runs.
    static func server(_ options: GlobalOptions) async throws -> (source: RosterSource, now: Timestamp)? {
        guard case .running = try SocketProbe.check(path: SocketProbe.path(dataFolder: options.dataFolder)) else {
            return nil
        }
        let access = try await Access.open(options)
        let status = try? await access.status()
        await access.close()
        guard let now = status?.now else { return nil }
        return (try inForce(at: now, options), now)
    }

    private static func stored(at moment: Timestamp, _ options: GlobalOptions) throws -> LoadedCity? {
        guard FileManager.default.fileExists(atPath: options.dataFolder + "/tocsin.sqlite") else { return nil }
        let reader = try translated { () throws(StoreError) in try StoreReader.open(folder: options.dataFolder) }
        let entries = try translated { () throws(StoreError) in
            try reader.newestLog(containing: "\"code\":\"configuration_loaded\"", notAfter: moment, limit: 1)
        }
        guard let record = entries.first.flatMap({ LogRecord(line: $0.entry.line) }), let hash = record.text("sha256")
        else { return nil }
        return try StoredConfiguration.load(hash) { hash in try reader.configuration(sha256: hash) }
    }

    /// Masked; nobody where the folder can't be read.
    private static func contacts(_ options: GlobalOptions) -> [PersonView] {
        PeopleFolder(dataFolder: options.dataFolder).everyone().map(\.asMasked)
    }

    var names: NameBook { NameBook(loaded, exercise: false) }

    func view(_ duty: Duty) -> DutyView {
        let zone = loaded.roster.schedule(of: duty.party)?.zone
        let day = zone.map { CivilDay.day(ofMinute: $0.civilMinute(at: duty.from)) }
        let isFollowed = duty.to - duty.from < DutySchedule.reach
        return DutyView(
            party: duty.party, person: duty.person, contact: people.first { $0.id == duty.person },
            shift: duty.shift.english.isEmpty ? nil : duty.shift, layer: duty.layer.isEmpty ? nil : duty.layer,
            from: duty.from, to: isFollowed ? duty.to : nil, reason: duty.reason.isEmpty ? nil : duty.reason,
            holiday: day.flatMap { loaded.roster.holiday(on: $0)?.name }, source: isFromJournal ? "journal" : "files",
            configuration: String(loaded.sha256.prefix(16)))
    }

    /// The parties that are asked about.
    ///
    /// - Throws: `unknown_party` where one has no schedule.
    func parties(_ wanted: [String]) throws(CommandFailure) -> [String] {
        let known = loaded.roster.schedules.map(\.party)
        if wanted.isEmpty { return known }
        var parties: [String] = []
        for name in wanted {
            let party = known.contains(name) ? name : loaded.linkage.department(named: name)?.id ?? name
            guard known.contains(party) else {
                let shown = DisplayText.safe(name, limit: 100)
                throw CommandFailure(
                    ProblemView(
                        code: "unknown_party",
                        message: Bilingual(
                            chinese: "值班表里没有“\(shown)”。", english: "The roster has no schedule for “\(shown)”."),
                        remedy: Bilingual(
                            chinese: "有值班表的是：\(known.joined(separator: "、"))",
                            english: "Schedules are there for \(known.joined(separator: ", "))")))
            }
            parties.append(party)
        }
        return parties
    }

    func show(_ duties: [Duty?], _ options: GlobalOptions) throws {
        let views = duties.compactMap { $0.map(view) }
        if options.json {
            for view in views { try Output.line(ViewJSON.line(view)) }
        } else {
            try Output.write(RosterSheet.render(views, names: names, language: options.language))
        }
    }
}
