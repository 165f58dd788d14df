import Configuration

/// Why a server or a command could not begin.
package struct StartError: Error, CustomStringConvertible, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case configuration
        case locked
        case store
        case broker
        /// What is stored does not agree with itself.
        case damaged
    }

    package var code: Code
    /// A full sentence: what and where.
    package var message: String
    /// A full sentence: what to do.
    package var remedy: String
    package var problems: ConfigurationProblems?

    package init(_ code: Code, _ message: String, _ remedy: String, problems: ConfigurationProblems? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.problems = problems
    }

    package var description: String { "\(message) \(remedy)" }
}
