import ArgumentParser
import Telemetry

/// Options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The city's folder: city.yaml, stations, rules, linkage.", valueName: "dir"))
    var city = "Rules"

    @Option(
        help: ArgumentHelp(
            "The data folder (default: TOCSIN_DATA, else systemd's STATE_DIRECTORY, else “data”).", valueName: "dir"))
    var data: String?

    @Flag(help: "JSON lines for programs, as JSON.md describes them.")
    var json = false

    @Option(help: ArgumentHelp("Language of what people read: zh or en (default: the locale's).", valueName: "lang"))
    var lang: Language?

    var language: Language { lang ?? CommandEnvironment.language }
    var dataFolder: String { data ?? CommandEnvironment.dataFolder }
}

extension Language: ExpressibleByArgument {}

extension Interval: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(text: argument)
    }
}

extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(iso8601: argument)
    }
}
