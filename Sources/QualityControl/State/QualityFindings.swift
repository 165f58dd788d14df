import Telemetry

/// What the tests found of one reading, spike and flat line with their two levels.
struct QualityFindings: OptionSet, Hashable, Sendable {
    var rawValue: UInt16

    static let sensorSpan = QualityFindings(rawValue: 1 << 0)
    static let operatorSpan = QualityFindings(rawValue: 1 << 1)
    static let spike = QualityFindings(rawValue: 1 << 2)
    static let spikeFails = QualityFindings(rawValue: 1 << 3)
    static let rate = QualityFindings(rawValue: 1 << 4)
    static let flatLine = QualityFindings(rawValue: 1 << 5)
    static let flatLineFails = QualityFindings(rawValue: 1 << 6)
    static let gap = QualityFindings(rawValue: 1 << 7)
    static let neighbour = QualityFindings(rawValue: 1 << 8)
    /// At least one test could be made.
    static let isDecided = QualityFindings(rawValue: 1 << 9)

    /// Found from the reading alone.
    static let alone: QualityFindings = [.sensorSpan, .operatorSpan]
    static let known = QualityFindings(rawValue: (1 << 10) - 1)

    var tests: QualityTests {
        var tests: QualityTests = []
        if contains(.sensorSpan) { tests.insert(.sensorSpan) }
        if contains(.operatorSpan) { tests.insert(.operatorSpan) }
        if !isDisjoint(with: [.spike, .spikeFails]) { tests.insert(.spike) }
        if contains(.rate) { tests.insert(.rate) }
        if !isDisjoint(with: [.flatLine, .flatLineFails]) { tests.insert(.flatLine) }
        if contains(.gap) { tests.insert(.gap) }
        if contains(.neighbour) { tests.insert(.neighbour) }
        return tests
    }

    /// After QARTOD's order of precedence: one test that fails is a failure, a suspect one makes the reading suspect, and
    /// tests that could not be made say nothing where others were passed.
    var flag: QualityFlag {
        if !isDisjoint(with: [.sensorSpan, .spikeFails, .flatLineFails]) { return .fail }
        if !isDisjoint(with: [.operatorSpan, .spike, .rate, .flatLine, .gap, .neighbour]) { return .suspect }
        return contains(.isDecided) ? .pass : .notEvaluated
    }
}
