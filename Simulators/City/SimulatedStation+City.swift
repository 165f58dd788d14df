extension SimulatedStation {
    /// Every station of the city of Linjiang; the registry in `Rules/stations/` has the same, and a test compares them.
    package static let city: [SimulatedStation] = rain + rivers + underpasses + gas + panic

    private static let rain: [SimulatedStation] = [
        SimulatedStation("rain-01", "yunling", 27.740, 109.860, .rain),
        SimulatedStation("rain-02", "yunling", 27.765, 109.905, .rain),
        SimulatedStation("rain-03", "yunling", 27.720, 109.930, .rain, .plainWithDate),
        SimulatedStation("rain-04", "chengxi", 27.690, 109.965, .rain),
        SimulatedStation("rain-05", "chengxi", 27.650, 109.980, .rain),
        SimulatedStation("rain-06", "jiangxin", 27.640, 110.020, .rain, .plainWithDate),
        SimulatedStation("rain-07", "jiangxin", 27.625, 110.035, .rain),
        SimulatedStation("rain-08", "jiangxin", 27.645, 110.055, .rain),
        SimulatedStation("rain-09", "chengdong", 27.620, 110.095, .rain),
        SimulatedStation("rain-10", "chengdong", 27.600, 110.140, .rain),
    ]

    private static let rivers: [SimulatedStation] = [
        SimulatedStation("cheng-01", "yunling", 27.700, 109.900, .river(yunlingCurve, sendsFlow: true), .senML),
        SimulatedStation("cheng-02", "chengxi", 27.655, 109.970, .river(westCurve, sendsFlow: false)),
        SimulatedStation("cheng-03", "jiangxin", 27.630, 110.030, .river(cityCurve, sendsFlow: true)),
        SimulatedStation("cheng-04", "chengdong", 27.605, 110.120, .river(eastCurve, sendsFlow: false), .plainWithDate),
        SimulatedStation("baishi-01", "chengxi", 27.715, 109.985, .river(creekCurve, sendsFlow: false), .senML),
        SimulatedStation("baishi-02", "jiangxin", 27.650, 110.010, .river(mouthCurve, sendsFlow: false), .senML),
    ]

    private static let yunlingCurve = RatingCurve(zeroMeters: 49.60, unitFlow: 60, exponent: 1.67)
    private static let westCurve = RatingCurve(zeroMeters: 44.60, unitFlow: 68, exponent: 1.67)
    private static let cityCurve = RatingCurve(zeroMeters: 41.10, unitFlow: 75, exponent: 1.67)
    private static let eastCurve = RatingCurve(zeroMeters: 37.10, unitFlow: 130, exponent: 1.67)
    private static let creekCurve = RatingCurve(zeroMeters: 59.80, unitFlow: 22, exponent: 1.67)
    private static let mouthCurve = RatingCurve(zeroMeters: 44.80, unitFlow: 85, exponent: 1.67)

    private static let underpasses: [SimulatedStation] = [
        SimulatedStation("underpass-01", "jiangxin", 27.638, 110.012, .underpass),
        SimulatedStation("underpass-02", "jiangxin", 27.632, 110.045, .underpass),
        SimulatedStation("underpass-03", "chengxi", 27.660, 109.985, .underpass),
        SimulatedStation("underpass-04", "chengxi", 27.672, 109.995, .underpass, .plainInMeters),
        SimulatedStation("underpass-05", "chengdong", 27.618, 110.085, .underpass),
        SimulatedStation("underpass-06", "chengdong", 27.604, 110.130, .underpass),
    ]

    private static let gas: [SimulatedStation] = [
        SimulatedStation("gas-01", "chengxi", 27.658, 109.976, .combustibleGas),
        SimulatedStation("gas-02", "jiangxin", 27.641, 110.022, .bothGases, .senML),
        SimulatedStation("gas-03", "jiangxin", 27.628, 110.038, .combustibleGas),
        SimulatedStation("gas-04", "chengdong", 27.622, 110.080, .combustibleGas),
        SimulatedStation("gas-05", "chengdong", 27.612, 110.105, .combustibleGas),
        SimulatedStation("gas-06", "jiangxin", 27.646, 110.056, .carbonMonoxide),
        SimulatedStation("gas-07", "chengxi", 27.652, 109.990, .carbonMonoxide),
    ]

    private static let panic: [SimulatedStation] = [
        SimulatedStation("panic-01", "jiangxin", 27.6385, 110.0125, .panic),
        SimulatedStation("panic-02", "jiangxin", 27.6330, 110.0280, .panic),
        SimulatedStation("panic-03", "chengxi", 27.6860, 109.9700, .panic),
        SimulatedStation("panic-04", "chengdong", 27.6030, 110.1320, .panic),
        SimulatedStation("panic-05", "yunling", 27.7300, 109.8950, .panic),
    ]
}
