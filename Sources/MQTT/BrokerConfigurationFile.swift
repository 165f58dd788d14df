/// The lines of a `mosquitto.conf` that say something, with their places.
package struct BrokerConfigurationFile: Sendable {
    /// One setting; its listener is the one above it, if any.
    package struct Setting: Sendable, Equatable {
        package var name: String
        /// The rest of the line without surrounding blanks; empty if there is none.
        package var value: String
        /// From 1.
        package var line: Int
        /// Index of the `listener` line above, nil before the first.
        package var listener: Int?
    }

    package let settings: [Setting]

    /// Reads mosquitto's format: a name, blanks, a value; `#` at the beginning of a line is a comment. Names that are
    /// not known to us are kept, for mosquitto knows more than we check.
    package init(parsing text: String) {
        var settings: [Setting] = []
        var listener: Int?
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.drop { $0.isWhitespace }
            guard let first = words.first, first != "#" else { continue }
            let name = words.prefix { !$0.isWhitespace }
            var value = words.dropFirst(name.count).drop { $0.isWhitespace }
            while value.last?.isWhitespace == true { value.removeLast() }
            if name == "listener" { listener = (listener ?? -1) + 1 }
            settings.append(Setting(name: String(name), value: String(value), line: index + 1, listener: listener))
        }
        self.settings = settings
    }

    /// The settings of this name, in order. mosquitto lets the last one count.
    package func settings(named name: String) -> [Setting] {
        settings.filter { $0.name == name }
    }
}
