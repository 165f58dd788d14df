import Configuration
import Telemetry

extension LinkageLoader {
    /// Channel ids that are taken: officers are told by the feed, which is the log itself.
    private static let reserved = ["feed"]

    mutating func readChannel(_ node: ConfigurationNode) {
        guard var fields = node.mapping("A channel") else { return }
        let idNode = fields.required("id")
        let kindNode = fields.required("kind")
        let name = fields.optionalBilingual("name")
        let withinNode = fields.optional("hand_over_within")
        if let settings = fields.optional("settings"), settings.entries == nil {
            settings.problem("“settings” must be a mapping of fields.", remedy: "Write “field: value” lines below it.")
        }
        fields.finish()
        let within = withinNode?.interval("“hand_over_within”")
        if let withinNode, let within, within < LinkageLoader.shortestHandOver {
            withinNode.problem(
                "No channel can hand over within \(within).",
                remedy: "Write \(LinkageLoader.shortestHandOver) or longer.")
        }
        guard let kindNode, let word = kindNode.string("“kind”") else { return }
        guard let kind = Channel.Kind(rawValue: word) else {
            let words = Channel.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            kindNode.problem("There is no kind of channel “\(word)”.", remedy: "Write one of: \(words).")
            return
        }
        if kind == .telephone, withinNode == nil {
            node.problem(
                "A channel of kind telephone says by when a person has rung.", remedy: "Add “hand_over_within: 3m”.",
                length: 1)
        }
        guard let idNode, let id = idNode.string("“id”") else { return }
        if LinkageLoader.reserved.contains(id) || !isIdentifier(id) {
            idNode.problem(
                "“\(id)” can't be the id of a channel.",
                remedy: "Use at most 64 of a-z, 0-9, - and _; “feed” is taken.")
        } else if channels.contains(where: { $0.id == id }) {
            idNode.problem("The channel “\(id)” is written twice.", remedy: "Keep one of them.")
        } else {
            channels.append(Channel(id: id, kind: kind, name: name, handOverWithin: within))
        }
    }

    /// A mistyped unit must not give a channel no time at all.
    private static let shortestHandOver = Interval(seconds: 1)

    /// `channel: id`, or `channels: [id, {channel: id, address: …}]` in the order in which they are tried.
    mutating func readChannelUses(_ one: ConfigurationNode?, _ several: ConfigurationNode?) -> [ChannelUse]? {
        if let one, several != nil {
            one.problem("Both “channel” and “channels” are written.", remedy: "Keep “channels”.")
        }
        if let one, several == nil {
            guard let id = one.string("“channel”") else { return nil }
            channelReferences.append((one, id))
            return [ChannelUse(channel: id)]
        }
        guard let several else { return nil }
        guard let elements = several.elements, !elements.isEmpty else {
            several.problem("“channels” must be a list of at least one channel.", remedy: "Write [mqtt, …].")
            return nil
        }
        var uses: [ChannelUse] = []
        for element in elements {
            guard let use = readChannelUse(element) else { continue }
            if uses.contains(where: { $0.channel == use.channel }) {
                element.problem("The channel “\(use.channel)” stands here twice.", remedy: "Keep one of them.")
            } else {
                uses.append(use)
            }
        }
        return uses
    }

    private mutating func readChannelUse(_ node: ConfigurationNode) -> ChannelUse? {
        if let id = node.text {
            channelReferences.append((node, id))
            return ChannelUse(channel: id)
        }
        guard var fields = node.mapping("A use of a channel") else { return nil }
        let idNode = fields.required("channel")
        let address = fields.optionalString("address")
        fields.finish()
        guard let idNode, let id = idNode.string("“channel”") else { return nil }
        channelReferences.append((idNode, id))
        return ChannelUse(channel: id, address: address)
    }

    mutating func readOfficer(_ node: ConfigurationNode) {
        guard var fields = node.mapping("An officer") else { return }
        let idNode = fields.required("id")
        let uses = readChannelUses(nil, fields.required("channels"))
        fields.finish()
        guard let idNode, let id = idNode.string("“id”"), let uses else { return }
        checkOfficer(id, idNode)
        if officerChannels.contains(where: { $0.officer == id }) {
            idNode.problem("The officer “\(id)” is written twice.", remedy: "Keep one of them.")
        } else {
            officerChannels.append(OfficerChannels(officer: id, channels: uses))
        }
    }

    /// Once all files are read, since a channel may stand in another file than who uses it.
    func checkChannelReferences() {
        let known = channels.map(\.id) + (channels.contains { $0.id == Channel.mqtt.id } ? [] : [Channel.mqtt.id])
        for (node, id) in channelReferences where !known.contains(id) {
            node.problem(
                "There is no channel “\(id)”.", remedy: "Known are: \(known.sorted().joined(separator: ", ")).")
        }
    }
}
