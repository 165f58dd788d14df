import Configuration
import IncidentCommand
import Telemetry

extension ConfiguredChannel {
    /// Reads a channel's settings; problems go to the nodes' collector.
    ///
    /// - Parameters:
    ///   - settings: the mapping; nil where the file has none.
    ///   - place: the channel's own declaration.
    package static func read(
        id: String, kind: Channel.Kind, settings: ConfigurationNode?, place: ConfigurationNode
    ) -> ConfiguredChannel? {
        if kind == .mqtt || kind == .telephone {
            if let settings {
                settings.problem(
                    "A channel of kind \(kind.rawValue) has no settings.", remedy: "Remove them.", length: 1)
            }
            return ConfiguredChannel(id: id, settings: kind == .mqtt ? .mqtt : .telephone)
        }
        guard let settings else {
            place.problem("The channel “\(id)” has no “settings”.", remedy: "Add “settings: …”.", length: 1)
            return nil
        }
        guard var fields = settings.mapping("“settings”") else { return nil }
        let reader = ChannelReader(id: id, place: place)
        let read: ChannelSettings? =
            switch kind {
            case .webhook: reader.webhook(&fields)
            case .robot: reader.robot(&fields)
            case .email: reader.email(&fields)
            case .hook: reader.hook(&fields)
            case .mqtt, .telephone: nil
            }
        let retry = reader.retry(&fields)
        let concurrency = fields.optional("concurrency")?.integer("“concurrency”", in: 1...64)
        fields.finish()
        return read.map {
            ConfiguredChannel(id: id, settings: $0, retry: retry, concurrency: concurrency ?? usualConcurrency)
        }
    }
}
