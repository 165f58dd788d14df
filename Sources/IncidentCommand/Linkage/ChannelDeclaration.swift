import Configuration

/// A channel as its file writes it, for who reads its settings and names their mistakes by place.
package struct ChannelDeclaration {
    package let id: String
    package let kind: Channel.Kind
    package let node: ConfigurationNode
    /// The mapping `settings`; nil where there is none.
    package let settings: ConfigurationNode?
}

extension Linkage {
    /// The channels of files that `load` took without a problem, in the order written.
    ///
    /// - Parameter collector: takes what the reader of the settings finds.
    package static func channelDeclarations(
        files: [ConfigurationFile], collector: ProblemCollector
    ) -> [ChannelDeclaration] {
        var declarations: [ChannelDeclaration] = []
        for file in files {
            guard var root = ConfigurationNode.root(of: file, collector: collector)?.mapping("A linkage file")
            else { continue }
            for node in root.optional("channels")?.elements ?? [] {
                guard var fields = node.mapping("A channel"), let id = fields.optional("id")?.text,
                    let kind = fields.optional("kind")?.text.flatMap(Channel.Kind.init(rawValue:))
                else { continue }
                declarations.append(
                    ChannelDeclaration(id: id, kind: kind, node: node, settings: fields.optional("settings")))
            }
        }
        return declarations
    }
}
