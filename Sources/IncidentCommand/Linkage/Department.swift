import Telemetry

/// A party that orders can be given to.
package struct Department: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    /// Former and short names, for search and for reading old plans: 国土 for 自然资源.
    package var aliases: [String]
    /// Channels that its orders leave by, in this order: the next one is tried when one has not handed over. Never empty.
    package var channels: [ChannelUse]

    package init(
        id: String, name: Bilingual, aliases: [String] = [],
        channels: [ChannelUse] = [ChannelUse(channel: Channel.mqtt.id)]
    ) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.channels = channels
    }
}
