/// One line of a board, safe to print, and how much it wants to be seen.
package struct BoardLine: Hashable, Sendable {
    package var text: String
    package var emphasis: Emphasis

    /// Colour is only ever added to a word or a shape that says the same.
    package enum Emphasis: Hashable, Sendable, CaseIterable {
        case plain
        /// Read last: the log's own lines.
        case faint
        /// A section's head.
        case heading
        case blue
        case yellow
        case orange
        case red
        /// The whole line stands out: somebody has to act, or what is shown can't be trusted.
        case banner
    }

    package init(_ text: String, _ emphasis: Emphasis = .plain) {
        self.text = text
        self.emphasis = emphasis
    }

    /// The line for a terminal: with its SGR attributes (ECMA-48, 8.3.117) where the terminal shows colours.
    package func rendered(inColour: Bool) -> String {
        guard inColour, let code = attributes else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private var attributes: String? {
        switch emphasis {
        case .plain: nil
        case .faint: "2"
        case .heading: "1"
        case .blue: "34"
        case .yellow: "33"
        // Sixteen colours have no orange: bold yellow, and the shape and the word tell it from yellow.
        case .orange: "1;33"
        case .red: "1;31"
        case .banner: "1;7"
        }
    }
}
