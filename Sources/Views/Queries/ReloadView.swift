/// `POST /v1/reload`.
package struct ReloadView: Hashable, Sendable, Codable {
    /// `reloaded` or `unchanged`; a refused configuration is a `ProblemView`.
    package var outcome: String
    /// First 16 hex digits of the SHA-256 of the configuration in use.
    package var configuration: String

    package init(outcome: String, configuration: String) {
        self.outcome = outcome
        self.configuration = configuration
    }
}
