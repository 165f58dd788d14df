import CEL
import Telemetry

/// One rule of a plan, with all that deciding about a reading needs and nothing that is counted by references.
struct PlanRule: BitwiseCopyable {
    /// The programs live as long as the `PlanTable` that holds them.
    var condition: Unmanaged<Program>
    var clear: Unmanaged<Program>?
    /// The condition as comparisons, where it consists of them; else nil.
    var comparisons: UnsafeMutablePointer<PlanComparison>?
    var comparisonCount: Int32
    var rule: Int32
    var flags: Flags
    var onDelay: Int64
    var offDelay: Int64
    /// Nanoseconds; negative where an alarm that is on does not ring again.
    var cooldown: Int64

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        static let latching = Flags(rawValue: 1)
        static let decidesOnReadings = Flags(rawValue: 2)
        /// A reading cannot make the condition true, only a timer can.
        static let aboutSilence = Flags(rawValue: 4)
        /// `silence()` is called.
        static let usesSilence = Flags(rawValue: 8)
        /// Has `blind_after`.
        static let tellsBlindness = Flags(rawValue: 64)
    }
}

/// What is to be done for every reading of a kind of series: shared by all series that the same rules match.
struct Plan {
    /// Indices of `CompiledRules.rules`, ascending.
    var ruleIndices: [Int32]
    var rules: UnsafeMutablePointer<PlanRule>
    var ruleCount: Int
    /// Slots that must be asked for anew with every reading.
    var pendingSlots: UnsafeMutablePointer<Int32>
    var pendingCount: Int
    /// Slots of thresholds and of parameters with stations of their own, as they lie in a series' constants.
    var constantSlots: UnsafeMutablePointer<Int32>
    var constantCount: Int
    /// Longest window, nanoseconds, and most readings looked back by number; both 0 where no history is needed.
    var windowNanoseconds: Int64
    var lastCount: Int
    /// Most readings kept besides those of the windows, to judge late ones; 0 where none is judged.
    var spareLimit: Int
    /// Silences at which a rule may change, nanoseconds, sorted.
    var silencePoints: [Int64]

    /// Whether rules of other series look at those of this plan: late readings then concern them too.
    var isLookedAt: Bool
    /// Whom its rules look at.
    var neighbours: [NeighbourCall]

    var keepsHistory: Bool { windowNanoseconds > 0 || lastCount > 0 || spareLimit > 0 }

    func release() {
        for index in 0..<ruleCount { rules[index].comparisons?.deallocate() }
        rules.deallocate()
        pendingSlots.deallocate()
        constantSlots.deallocate()
    }
}
