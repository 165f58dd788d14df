import Telemetry

/// A reading that is not plainly in its series' ring: missing, failed, or not believed.
struct MarkedReading: Hashable {
    /// Event time, nanoseconds.
    var time: Int64
    /// Of a missing one 0.
    var value: Double
    var quality: QualityFlag
    var isUnverified: Bool

    /// Whether its value stands in the ring.
    var isInRing: Bool { quality != .missing && quality != .fail }
}

/// A cell's state from a moment on.
struct Transition: BitwiseCopyable {
    /// Event time of the reading that decided, or the moment at which a timer did.
    var time: Int64
    var since: Int64
    var onset: Int64
    var phase: Cell.Phase
    var flags: Cell.Flags
    /// A person reset it.
    var isReset = false

    init(time: Int64, cell: Cell, isReset: Bool = false) {
        self.time = time
        self.since = cell.since
        self.onset = cell.onset
        self.phase = cell.phase
        self.flags = cell.flags
        self.isReset = isReset
    }

    init(time: Int64, since: Int64, onset: Int64, phase: Cell.Phase, flags: Cell.Flags, isReset: Bool) {
        self.time = time
        self.since = since
        self.onset = onset
        self.phase = phase
        self.flags = flags
        self.isReset = isReset
    }

    var isOn: Bool {
        switch phase {
        case .inactive, .pending: false
        case .firing, .clearing: true
        }
    }
}

/// A series that waits to be judged again.
struct DirtySeries: Hashable {
    var series: Int
    /// Event time of the oldest reading that is new or other than before.
    var from: Int64
    var cause: Cause

    struct Cause: OptionSet, Hashable {
        let rawValue: UInt8
        static let late = Cause(rawValue: 1)
        static let corrected = Cause(rawValue: 2)
        /// Another series that its rules look at.
        static let neighbour = Cause(rawValue: 4)

        /// As evidence names it.
        var word: String {
            if contains(.corrected) { return "corrected_reading" }
            return contains(.late) ? "late_reading" : "late_reading_of_neighbour"
        }
    }
}

/// What the past of all series is kept in; empty where nothing is judged again.
struct Past {
    /// Readings that the rings do not tell all about, by series, oldest first.
    var marked: [Int: [MarkedReading]] = [:]
    /// Steps of cells that ever left rest, in the order in which they were made. Only looked up, or written sorted.
    var transitions: [TimerID: [Transition]] = [:]
    /// In the order in which they became so.
    var dirty: [DirtySeries] = []
    /// Positions in `dirty`, by series.
    var dirtyPositions: [Int: Int] = [:]
    /// When the dirty ones are judged again; `.max` where none is dirty.
    var due: Int64 = .max
}
