import CommandLog

/// What a run leaves behind.
package struct SimulatedOutcome: Sendable {
    package var log: [String] = []
    package var readings: [String] = []
    package var incidents: [String] = []
    package var snapshot: [UInt8]

    /// The first thing in which two differ, as a sentence; nil where they are the same.
    package func difference(from other: SimulatedOutcome, withSnapshot: Bool = true) -> String? {
        SimulatedOutcome.difference("log entry", log, other.log)
            ?? SimulatedOutcome.difference("reading", readings, other.readings)
            ?? SimulatedOutcome.difference("incident", incidents, other.incidents)
            ?? (withSnapshot && snapshot != other.snapshot ? "The snapshots differ." : nil)
    }

    private static func difference(_ what: String, _ left: [String], _ right: [String]) -> String? {
        if let index = zip(left, right).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
            return "The \(what) \(index + 1) differs:\n  \(left[index])\n  \(right[index])"
        }
        return left.count == right.count ? nil : "There are \(left.count) and \(right.count) of \(what)."
    }

    /// SHA-256 of everything, to be compared between processes.
    package var digest: String {
        let text = (log + readings + incidents).joined(separator: "\n")
        return LogHash.of(Array(text.utf8) + snapshot).hex
    }
}
