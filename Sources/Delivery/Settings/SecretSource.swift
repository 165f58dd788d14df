/// Where a secret is read from when it is needed: never the linkage file, whose bytes are stored beside the journal.
package enum SecretSource: Hashable, Sendable, CustomStringConvertible {
    /// Path of a file that holds nothing else.
    case file(String)
    /// Name of an environment variable of the server.
    case environment(String)

    package var description: String {
        switch self {
        case .file(let path): path
        case .environment(let name): "$\(name)"
        }
    }
}
