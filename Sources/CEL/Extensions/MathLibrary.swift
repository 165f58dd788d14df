/// Filled in below.
enum MathLibrary {
    static let functions: [FunctionDeclaration] = []
}
