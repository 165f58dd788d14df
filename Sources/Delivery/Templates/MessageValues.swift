/// A message's values for templates, in the words that people read.
package struct MessageValues: Hashable, Sendable {
    private var values: [MessageField: String]
    /// Stands before everything that leaves for people: that it is an exercise, or that it rings from memory. No template
    /// can leave it out.
    package var mark: String

    package init(_ values: [MessageField: String] = [:], mark: String = "") {
        self.values = values
        self.mark = mark
    }

    /// Empty where the message has none.
    package subscript(_ field: MessageField) -> String {
        get { values[field] ?? "" }
        set { values[field] = newValue }
    }
}
