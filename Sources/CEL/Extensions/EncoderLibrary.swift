/// Filled in below.
enum EncoderLibrary {
    static let functions: [FunctionDeclaration] = []
}
