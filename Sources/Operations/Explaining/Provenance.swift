import CommandLog
import RuleEngine
import Telemetry

/// What an explanation rests on, by hashes: it can be checked by whoever holds the database.
package struct Provenance: Hashable, Sendable {
    /// SHA-256 of the whole configuration that was in force, 64 hex digits; nil before the first.
    package var configuration: String?
    package var rules: String?
    package var registry: String?
    package var linkage: String?
    /// Of the rule's own file.
    package var ruleFile: String?
    /// Number of the input after which the state is, or that decided.
    package var input: Int64
    /// The log entry that holds the hash of the journal's segment with that input; nil until the segment is full.
    package var segment: Segment?

    package struct Segment: Hashable, Sendable {
        package var entry: Int64
        package var sha256: String
    }

    init(_ city: LoadedCity?, rulePath: String?, input: Int64) {
        let sums = city.map { ConfigurationChecksums($0.bundle) }
        configuration = city?.sha256
        rules = sums?.rules
        registry = sums?.registry
        linkage = sums?.linkage
        ruleFile = rulePath.flatMap { city?.bundle.file($0) }.map { LogHash.of(Array($0.text.utf8)).hex }
        self.input = input
    }
}
