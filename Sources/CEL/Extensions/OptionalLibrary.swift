/// Filled in below.
enum OptionalLibrary {
    static let functions: [FunctionDeclaration] = []
}
