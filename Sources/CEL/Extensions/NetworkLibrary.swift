enum NetworkLibrary {
    static let ip = ValueType.opaque("net.IP", [])
    static let cidr = ValueType.opaque("net.CIDR", [])
    static let functions: [FunctionDeclaration] = []
}
