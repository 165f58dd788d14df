import ArgumentParser
import Operations
import Telemetry
import Views

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at broker, channels, clock, database, disk, locale and rules; each finding with its remedy.",
        discussion: "Ends with 1 where something has failed.")

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("Broker over the city's: mqtt[s]://HOST:PORT.", valueName: "url"))
    var broker: String?
    @Option(
        help: ArgumentHelp(
            "The broker's configuration file (default: /etc/mosquitto/mosquitto.conf where it is).", valueName: "file"))
    var brokerConfiguration: String?

    func run() async throws {
        var findings = RulesCheck.findings(cityFolder: options.city)
        let loaded = try? CityLoader.load(folder: options.city)
        findings += BrokerCheckup(loaded: loaded, url: broker, configurationPath: brokerConfiguration).findings()
        findings += await ChannelsCheck.findings(loaded)
        findings += RosterFindings.findings(loaded, dataFolder: options.dataFolder)
        findings += ClockCheck.findings()
        findings += await DatabaseCheck.findings(options)
        findings += DiskCheck.findings(
            dataFolder: options.dataFolder, ballastMebibytes: loaded?.city.store.ballastMebibytes ?? 64)
        findings += LocaleCheck.findings()
        if options.json {
            for finding in findings { try Output.line(ViewJSON.line(finding)) }
        } else {
            try Output.write(DoctorSheet.render(findings, language: options.language))
        }
        if findings.contains(where: { $0.severity == .failure }) { throw SilentExit(status: .negative) }
    }
}
