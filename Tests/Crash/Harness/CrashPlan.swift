import Simulators

/// When the server is killed, drawn from a seed before anything runs.
package struct CrashPlan: Sendable {
    package struct Kill: Hashable, Sendable {
        /// After the start that it ends.
        package var afterMilliseconds: Int
        /// Whether the broker is stopped (SIGTERM) at the same moment, and started again.
        package var stopsBroker: Bool
        /// Whether the broker goes before the server.
        package var brokerFirst: Bool
        /// Until the server is started again.
        package var pauseMilliseconds: Int
        /// An officer's command is given at this moment after the start; nil for none.
        package var commandMilliseconds: Int?
    }

    package let seed: UInt64
    package let kills: [Kill]

    /// - Parameters:
    ///   - early: how many of the kills fall within 300 ms of a start.
    ///   - brokerStops: how many of them stop the broker too.
    ///   - longestMilliseconds: after a start, for the kills that are not early.
    package init(seed: UInt64, kills count: Int, early: Int, brokerStops: Int, longestMilliseconds: Int = 2_200) {
        self.seed = seed
        var random = SplitMix64(seed: seed)
        var order = Array(0..<count)
        order.shuffle(using: &random)
        let earlyOnes = Set(order.prefix(early))
        order.shuffle(using: &random)
        let stops = Set(order.prefix(brokerStops))
        kills = (0..<count).map { number in
            let isEarly = earlyOnes.contains(number)
            let moment = isEarly ? random.whole(below: 300) : 300 + random.whole(below: longestMilliseconds - 300)
            return Kill(
                afterMilliseconds: moment, stopsBroker: stops.contains(number), brokerFirst: random.next() % 2 == 0,
                pauseMilliseconds: random.whole(below: 150),
                commandMilliseconds: isEarly ? nil : random.whole(below: moment))
        }
    }
}
