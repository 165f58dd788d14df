import ArgumentParser

struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "Alarms that are on, and what of them is not told: shelved, silenced, out of service, by design.",
        discussion: "Suppressed is the telling, never the monitoring; life safety is always told.",
        subcommands: [
            AlarmsListCommand.self, AlarmsShelveCommand.self, AlarmsSilenceCommand.self, AlarmsOutOfServiceCommand.self,
            AlarmsEndCommand.self,
        ],
        defaultSubcommand: AlarmsListCommand.self)
}
