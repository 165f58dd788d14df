/// What the engine remembers of one series; about 100 bytes and its ring.
struct SeriesState: BitwiseCopyable {
    /// Event time of the newest reading, nanoseconds.
    var newestEvent: Int64 = .min
    var newestValue: Double = 0
    /// Stamp at which the series was last heard, nanoseconds; `.min` before.
    var lastHeard: Int64 = .min
    /// Stale beyond this silence, twice the heartbeat, nanoseconds; 0 where no heartbeat is registered.
    var staleAfter: Int64 = 0
    /// The first silence at which something may change, nanoseconds; `.max` where none.
    var firstSilence: Int64 = .max
    /// Due time of the series' live timer; `.max` where none.
    var armed: Int64 = .max
    var ring = SampleRing()
    /// Decisions at event times up to here are not made again: nothing is kept of then, or other rules were in force.
    var floor: Int64 = .min
    /// When a timer last decided on it, nanoseconds: a reading of an earlier event time says what the timer could not know.
    var timerDecided: Int64 = .min
    /// How far behind its newest reading a late one is judged, nanoseconds.
    var horizon: Int64 = 0
    /// Receipt of the newest reading less its event time, nanoseconds; told only with `.heardLate`.
    var newestLag: Int64 = 0
    /// Lives as long as the engine's `PlanTable`; set when the series is placed.
    var plan: UnsafePointer<Plan>
    var firstCell: Int32 = 0
    /// Where its thresholds and overridden parameters begin.
    var firstConstant: Int32 = 0
    /// `QualityFlag` of the newest reading.
    var quality: UInt8 = 2
    var flags: Flags = []

    init(plan: UnsafePointer<Plan>) {
        self.plan = plan
    }

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// There was a reading with a value.
        static let hasValue = Flags(rawValue: 1)
        /// The newest reading said that the value is missing.
        static let missing = Flags(rawValue: 2)
        /// Silent for over twice the heartbeat.
        static let stale = Flags(rawValue: 4)
        /// The newest reading is not believed.
        static let unverified = Flags(rawValue: 8)
        /// The newest reading failed quality control: it raises, and clears nothing.
        static let failed = Flags(rawValue: 16)
        /// The ring has dropped readings.
        static let truncated = Flags(rawValue: 32)
        /// An older reading came after the newest one.
        static let heardLate = Flags(rawValue: 64)
        /// What stays whatever the newest reading says.
        static let lasting: Flags = [.hasValue, .truncated]
    }
}

/// The state machine of one rule on one series; 40 bytes.
struct Cell: BitwiseCopyable {
    /// Where an alarm is in its life.
    enum Phase: UInt8 {
        case inactive
        /// The condition holds; `for` has not passed.
        case pending
        /// On.
        case firing
        /// On; the condition has ended and the off-delay runs.
        case clearing
    }

    /// Event time at which the phase began, nanoseconds.
    var since: Int64 = 0
    /// When the delay is over, in stamps; `.max` where none runs.
    var due: Int64 = .max
    /// Due time of the cell's live timer; `.max` where none.
    var armed: Int64 = .max
    /// Event time at which the condition of the current alarm first held.
    var onset: Int64 = 0
    /// The series that it belongs to.
    var series: Int32 = 0
    var phase = Phase.inactive
    var flags: Flags = []

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// The condition is not known now.
        static let unknown = Flags(rawValue: 1)
        /// Told as held.
        static let held = Flags(rawValue: 2)
        /// Raised on evidence that is not believed.
        static let unverified = Flags(rawValue: 4)
    }

    var isOn: Bool {
        switch phase {
        case .inactive, .pending: false
        case .firing, .clearing: true
        }
    }
}
