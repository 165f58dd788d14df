extension String {
    /// Nothing but white space: a person, a reason or a name that was not given.
    package var isBlank: Bool { !unicodeScalars.contains { !$0.properties.isWhitespace } }
}
