import ArgumentParser
import Telemetry
import Views

/// One alarm for a time.
struct AlarmsShelveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelve", abstract: "Do not tell one alarm for a time, with a reason (ISA-18.2).")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "The alert, as tocsin alarms names it.")
    var alert: String
    @Argument(help: "Its key.")
    var key: String
    @Option(name: .customLong("for"), help: "How long, such as 2h.")
    var length: Interval
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await order(
            .shelve,
            AlarmCommandRequest(
                by: officer.officer, reason: reason, alert: alert, key: key, seconds: wholeSeconds(length)), options)
    }
}

/// Which alarms are meant.
struct MatcherOptions: ParsableArguments {
    @Option(
        help: "Alerts; a name that ends in * stands for all that begin so. May be given more than once, as the others.")
    var alert: [String] = []
    @Option(help: "Keys.")
    var key: [String] = []
    @Option(help: "Hazards.")
    var hazard: [String] = []
    @Option(help: "Places.")
    var place: [String] = []
    @Option(help: "Districts.")
    var district: [String] = []
    @Option(help: "Stations.")
    var station: [String] = []

    var view: AlarmMatcherView {
        AlarmMatcherView(alert: alert, key: key, hazard: hazard, place: place, district: district, station: station)
    }
}

struct AlarmsSilenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence", abstract: "Do not tell alarms that match for a time, with a reason.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var matcher: MatcherOptions
    @Option(name: .customLong("for"), help: "How long, such as 2h.")
    var length: Interval
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await order(
            .silence,
            AlarmCommandRequest(
                by: officer.officer, reason: reason, matcher: matcher.view, seconds: wholeSeconds(length)), options)
    }
}

struct AlarmsOutOfServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "out-of-service",
        abstract: "Do not tell alarms of what is being repaired, until it is returned by “tocsin alarms end”.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var matcher: MatcherOptions
    @Option(name: .customLong("for"), help: "How long at most, such as 3d.")
    var length: Interval?
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await order(
            .outOfService,
            AlarmCommandRequest(
                by: officer.officer, reason: reason, matcher: matcher.view, seconds: length.map(wholeSeconds)), options)
    }
}

struct AlarmsEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a shelving or a silence, or return to service; what is on is told then.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "The suppression, such as S-000012.")
    var suppression: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await order(
            .end, AlarmCommandRequest(by: officer.officer, reason: reason, suppression: suppression), options)
    }
}

/// Sends an order about the telling of alarms and shows the suppression that it began or ended.
private func order(
    _ action: AlarmCommandRequest.Action, _ request: AlarmCommandRequest, _ options: GlobalOptions
) async throws {
    try await withServer(options) { client in
        let view = try await client.post(AlarmsView.Suppression.self, "alarms/\(action.rawValue)", request)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        let alarms = try await client.get(AlarmsView.self, "alarms")
        let names = try await client.get(NameBook.self, "names")
        try Output.write(AlarmTable.render(alarms, names: names, language: options.language))
    }
}

/// A part of a second is not worth an order: lengths are whole seconds.
private func wholeSeconds(_ length: Interval) -> Int64 { length.nanoseconds / 1_000_000_000 }
