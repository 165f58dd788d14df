import Delivery
import Foundation

/// Reads secrets when they are needed, so that a new one holds without a restart. Errors name the place, never the secret.
package struct SecretReader: Sendable {
    package var environment: [String: String]

    /// Largest file read, in bytes.
    package static let limit = 4_096

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Why there is no secret.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
    }

    /// The secret's text without line ends at its end.
    package func read(_ source: SecretSource) throws(Fault) -> String {
        let text: String
        switch source {
        case .environment(let name):
            guard let value = environment[name] else {
                throw Fault(message: "The environment variable \(name) is not set.")
            }
            text = value
        case .file(let path):
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw Fault(message: "The file \(path) can't be read.")
            }
            defer { try? file.close() }
            guard let data = try? file.read(upToCount: SecretReader.limit + 1), data.count <= SecretReader.limit,
                let value = String(validating: data, as: UTF8.self)
            else { throw Fault(message: "The file \(path) is not a short text.") }
            text = value
        }
        var secret = Substring(text)
        while let last = secret.last, last.isNewline { secret.removeLast() }
        if secret.isEmpty { throw Fault(message: "\(source) is empty.") }
        return String(secret)
    }
}
