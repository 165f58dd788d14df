import Telemetry
import Views

/// What the channels take from the machine: clocks, chance and the server's environment. A test hands in its own.
package struct ChannelSurroundings: Sendable {
    /// Monotone clock of retries.
    package var bootNanoseconds: @Sendable () -> Int64
    /// Wall clock of signatures and dates.
    package var wallTime: @Sendable () -> Timestamp
    /// From 0 to below 1.
    package var jitter: @Sendable () -> Double
    /// For secrets only: no command inherits it.
    package var environment: [String: String]
    package var resolver: AddressResolver
    /// Somebody of the roster in full, by id, for templates that name whoever is on duty; nil where nobody is on file.
    package var people: @Sendable (String) -> PersonView?

    package init(
        bootNanoseconds: @escaping @Sendable () -> Int64, wallTime: @escaping @Sendable () -> Timestamp,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, environment: [String: String] = [:],
        resolver: AddressResolver = .system, people: @escaping @Sendable (String) -> PersonView? = { _ in nil }
    ) {
        self.bootNanoseconds = bootNanoseconds
        self.wallTime = wallTime
        self.jitter = jitter
        self.environment = environment
        self.resolver = resolver
        self.people = people
    }
}
