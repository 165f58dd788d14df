import Telemetry

extension Linkage {
    /// The channel with this id; `mqtt` is known without being written.
    package func channel(_ id: String) -> Channel? {
        channels.first { $0.id == id } ?? (id == Channel.mqtt.id ? Channel.mqtt : nil)
    }

    /// What a channel needs to reach a party; nil where its use names no address.
    package func address(of recipient: OutboundMessage.Recipient, channel: String) -> String? {
        switch recipient {
        case .department(let id): department(id)?.channels.first { $0.channel == channel }?.address
        case .officer(let id): channels(ofOfficer: id).first { $0.channel == channel }?.address
        }
    }

    func channels(ofOfficer id: String) -> [ChannelUse] {
        officerChannels.first { $0.officer == id }?.channels ?? []
    }

    /// The channels that an order goes through, one after the other, each with its own time for the hand-over.
    func orderChannels(of departmentID: String, handOverWithin: Interval) -> [OrderChannel] {
        let uses = department(departmentID)?.channels ?? [ChannelUse(channel: Channel.mqtt.id)]
        return uses.map { use in
            let known = channel(use.channel)
            return OrderChannel(
                id: use.channel, isTelephone: known?.kind == .telephone, address: use.address,
                handOverWithin: known?.handOverWithin ?? handOverWithin)
        }
    }
}
