/// Filled in below.
enum StringLibrary {
    static let functions: [FunctionDeclaration] = []
}
