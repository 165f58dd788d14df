import Telemetry

/// What the server's stamps follow.
package enum ClockMode: Hashable, Sendable {
    /// The machine's clock.
    case wall
    /// Stands at `start` until the first message (StartEx), then runs `speed` times as fast as the machine's.
    case exercise(start: Timestamp, speed: Double)
    /// Follows the latest event time seen, for recordings played into a broker.
    case data

    /// Reads `wall`, `data`, or `exercise:START,SPEED` such as `exercise:2026-07-01T18:00:00+08:00,60`.
    package init?(text: String) {
        switch text {
        case "wall": self = .wall
        case "data": self = .data
        default:
            guard text.hasPrefix("exercise:"), let comma = text.lastIndex(of: ",") else { return nil }
            let startText = text[text.index(text.startIndex, offsetBy: 9)..<comma]
            guard let start = Timestamp(iso8601: startText), let speed = Double(text[text.index(after: comma)...]),
                speed > 0, speed <= 1e6
            else { return nil }
            self = .exercise(start: start, speed: speed)
        }
    }

    /// Any clock but the wall's makes everything say 演练 EXERCISE.
    package var isExercise: Bool { self != .wall }
}
