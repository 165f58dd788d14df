import Glibc
import Telemetry

/// How a simulated department meets its orders. All intervals in exercise time.
package struct DepartmentManner: Sendable, Hashable {
    /// How it is reached.
    package enum Way: String, Sendable, CaseIterable {
        case mqtt
        /// Orders are posted to a receiver of its own; it answers by the broker.
        case webhook
        /// The officer on duty rings, and records what it answers.
        case phone
    }

    /// One answer, so long after the one before it; the first counts from the order.
    package struct Step: Sendable, Hashable {
        package var state: SimulatedAnswerState
        /// Half of its delays are shorter.
        package var median: Interval

        package init(_ state: SimulatedAnswerState, after median: Interval) {
            self.state = state
            self.median = median
        }
    }

    package var way = Way.mqtt
    /// How long its receiver refuses everything, from the first order posted on; nil where it never does.
    package var outage: Interval?
    /// Whether its orders wait for the receiver, or go by the broker when it is out of order.
    package var isPatient = true
    /// Empty: it never answers.
    package var steps: [Step]
    /// Two thirds of the delays lie between median / spread and median × spread; 1 or more.
    package var spread = 1.0
    /// Hazards whose orders it declines.
    package var declines: Set<String> = []
    /// Who answers.
    package var person: String
    package var seed: UInt64 = 0

    package init(steps: [Step], person: String) {
        self.steps = steps
        self.person = person
    }

    /// Acknowledges after `delay`, then takes the usual course without any chance.
    package init(delay: Interval, person: String) {
        self.init(
            steps: [
                Step(.acknowledged, after: delay), Step(.accepted, after: Interval(seconds: 60)),
                Step(.underWay, after: Interval(seconds: 5 * 60)), Step(.done, after: Interval(seconds: 35 * 60)),
            ], person: person)
    }

    /// What it does about one order: states with the time after the order.
    package func course(department: String, order: String, version: Int, hazard: String?)
        -> [(state: SimulatedAnswerState, after: Interval)]
    {
        var random = SplitMix64(seed: seed, stream: "\(department)|\(order)|\(version)")
        var after = Interval.zero
        var result: [(state: SimulatedAnswerState, after: Interval)] = []
        for step in steps {
            after = Interval(nanoseconds: after.nanoseconds + drawn(step.median, &random).nanoseconds)
            if step.state != .acknowledged, let hazard, declines.contains(hazard) {
                return result + [(.declined, after)]
            }
            result.append((step.state, after))
        }
        return result
    }

    /// A log-normal delay: the logarithm is normal (Box and Muller 1958), cut at two and a half deviations.
    private func drawn(_ median: Interval, _ random: inout SplitMix64) -> Interval {
        guard spread > 1 else { return median }
        let radius = (-2 * log(1 - random.unit())).squareRoot()
        let normal = max(-2.5, min(2.5, radius * cos(2 * Double.pi * random.unit())))
        return Interval(nanoseconds: Int64((Double(median.nanoseconds) * pow(spread, normal)).rounded()))
    }
}
