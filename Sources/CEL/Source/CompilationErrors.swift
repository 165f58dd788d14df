/// Everything that is wrong with an expression, in the order of the source; never empty.
public struct CompilationErrors: Error, Sendable, CustomStringConvertible {
    /// The findings, errors only.
    public let diagnostics: [Diagnostic]

    /// All findings with source line and caret.
    public var description: String {
        diagnostics.map(\.rendered).joined(separator: "\n")
    }
}
