import Telemetry

/// A party that orders can be given to.
package struct Department: Hashable, Sendable, Codable {
    package var id: String
    package var name: Bilingual
    /// Former and short names, for search and for reading old plans: 国土 for 自然资源.
    package var aliases: [String]
    /// Name of the channel its orders leave by: `mqtt`.
    package var channel: String

    package init(id: String, name: Bilingual, aliases: [String] = [], channel: String = "mqtt") {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.channel = channel
    }
}
