import Operations

/// Inputs that the watch itself makes. A message that was not committed comes again from the broker, a command is refused;
/// these nobody would send again, so they wait until the store takes them.
package struct OwnInputs {
    /// Taken in the open batch, in order.
    private var open: [JournalInput] = []
    /// Not recorded yet, in order.
    private var waiting: [JournalInput] = []
    /// Inputs that did not fit. Hand-overs among them are told again from the outbox, under the same key.
    package private(set) var dropped = 0

    /// Inputs that may wait.
    package static let limit = 10_000

    package init() {}

    package mutating func taken(_ input: JournalInput) {
        open.append(input)
    }

    package mutating func wait(_ input: JournalInput) {
        if waiting.count < OwnInputs.limit { waiting.append(input) } else { dropped += 1 }
    }

    package mutating func committed() {
        open.removeAll(keepingCapacity: true)
    }

    /// Nothing of the batch is kept: its inputs wait before the others.
    package mutating func givenUp() {
        let later = waiting
        waiting = []
        for input in open + later { wait(input) }
        open = []
    }

    /// What waits, for those who go on in memory.
    package var allWaiting: [JournalInput] { waiting }

    /// Hands out what waits, to be taken now.
    package mutating func takeWaiting() -> [JournalInput] {
        defer { waiting = [] }
        return waiting
    }
}
