import Telemetry

/// Whom a missed deadline climbs to, step by step.
package struct Ladder: Hashable, Sendable, Codable {
    package var steps: [Step]

    package init(steps: [Step]) {
        self.steps = steps
    }

    /// Longest ladder read from a file.
    package static let stepLimit = 20

    package struct Step: Hashable, Sendable, Codable {
        package var tell: Recipient
        /// Wait after the step before it (for the first: after the deadline was missed). A declined order does not wait
        /// for the first.
        package var after: Interval
        /// Told again at this interval until the next step is told; the last step goes on until there is an answer.
        package var repeatEvery: Interval?
        /// Repeats at most; nil: without an end of its own.
        package var repeatLimit: Int?

        package init(tell: Recipient, after: Interval, repeatEvery: Interval? = nil, repeatLimit: Int? = nil) {
            self.tell = tell
            self.after = after
            self.repeatEvery = repeatEvery
            self.repeatLimit = repeatLimit
        }

        package enum Recipient: Hashable, Sendable, Codable {
            /// The department that owes the answer is reminded.
            case department
            /// An officer of the city's list.
            case officer(String)
        }
    }
}
