import Configuration
import IncidentCommand
import Telemetry

extension ConfiguredChannel {
    /// Reads the settings of every channel of a linkage that was loaded without a problem. The broker's own channel is there
    /// without being written.
    ///
    /// - Parameters:
    ///   - files: the files below `linkage/`.
    ///   - linkage: what was loaded from them.
    /// - Throws: every problem of all channels at once.
    package static func load(
        files: [ConfigurationFile], linkage: Linkage
    ) throws(ConfigurationProblems) -> [ConfiguredChannel] {
        let collector = ProblemCollector()
        var channels: [ConfiguredChannel] = []
        for declaration in Linkage.channelDeclarations(files: files, collector: collector) {
            let channel = read(
                id: declaration.id, kind: declaration.kind, settings: declaration.settings, place: declaration.node)
            guard let channel else { continue }
            checkAddresses(of: channel, linkage, declaration.node)
            channels.append(channel)
        }
        try collector.throwIfAny()
        if !channels.contains(where: { $0.id == Channel.mqtt.id }) {
            channels.append(ConfiguredChannel(id: Channel.mqtt.id, settings: .mqtt))
        }
        return channels
    }

    /// Who uses a channel that needs an address has to give one: else nobody there is ever told.
    private static func checkAddresses(of channel: ConfiguredChannel, _ linkage: Linkage, _ node: ConfigurationNode) {
        let isNeeded: Bool
        let isMail: Bool
        switch channel.settings {
        case .email(let mail): (isNeeded, isMail) = (mail.to.isEmpty, true)
        case .hook(let hook): (isNeeded, isMail) = (hook.arguments.contains { $0.fields.contains(.address) }, false)
        case .mqtt, .webhook, .robot, .telephone: return
        }
        let uses =
            linkage.departments.flatMap { department in department.channels.map { (department.id, $0) } }
            + linkage.officerChannels.flatMap { officer in officer.channels.map { (officer.officer, $0) } }
        for (party, use) in uses where use.channel == channel.id {
            if isNeeded, use.address == nil {
                node.problem(
                    "“\(party)” uses the channel “\(channel.id)” without an address.",
                    remedy: "Write “{channel: \(channel.id), address: …}” among its channels.", length: 1)
            }
            if isMail, let address = use.address, !MailAddress.isAddress(address) {
                node.problem(
                    "The address of “\(party)” on “\(channel.id)” is no mail address.",
                    remedy: "Write NAME@HOST in ASCII, without a display name.", length: 1)
            }
        }
    }
}
