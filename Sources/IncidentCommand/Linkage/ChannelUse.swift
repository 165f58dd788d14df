/// A channel of a department or an officer, with the address that belongs to this party.
package struct ChannelUse: Hashable, Sendable, Codable {
    /// Id of the channel.
    package var channel: String
    /// What the channel needs to reach this party: an e-mail address, a group, a reference into the roster. Opaque here.
    package var address: String?

    package init(channel: String, address: String? = nil) {
        self.channel = channel
        self.address = address
    }
}

/// The channels of one officer, beside the feed.
package struct OfficerChannels: Hashable, Sendable {
    /// Officer id of city.yaml.
    package var officer: String
    package var channels: [ChannelUse]

    package init(officer: String, channels: [ChannelUse]) {
        self.officer = officer
        self.channels = channels
    }
}
