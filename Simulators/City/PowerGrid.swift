/// Which boards have no voltage when, and what the others show meanwhile.
struct PowerGrid: Sendable {
    struct Outage: Sendable {
        var board: String
        var minutes: ClosedRange<Double>
    }

    let outages: [Outage]

    func hasPower(_ board: String, minute: Double) -> Bool {
        !outages.contains { $0.board == board && $0.minutes.contains(minute) }
    }

    /// V at the board: 0 without power; the neighbours sag a little while a feeder is being switched.
    func voltage(_ board: String, minute: Double) -> Double {
        guard hasPower(board, minute: minute) else { return 0 }
        let isSwitching = outages.contains {
            abs($0.minutes.lowerBound - minute) < 2 || abs($0.minutes.upperBound - minute) < 2
        }
        return isSwitching ? 214 : 227
    }
}
