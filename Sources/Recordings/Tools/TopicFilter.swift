/// An MQTT topic filter: `+` stands for one level, `#` for all that follow.
package struct TopicFilter: Hashable, Sendable {
    private let levels: [Substring]
    package let text: String

    /// - Returns: nil where the text is no filter: empty, or a wildcard beside other characters, or `#` before the end.
    package init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !text.isEmpty else { return nil }
        for (index, level) in levels.enumerated() {
            if level.contains("+"), level != "+" { return nil }
            if level.contains("#"), level != "#" || index != levels.count - 1 { return nil }
        }
        self.levels = levels
        self.text = text
    }

    package func matches(_ topic: String) -> Bool {
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < parts.count else { return false }
            if level != "+", level != parts[index] { return false }
        }
        return parts.count == levels.count
    }
}
