import CEL
import Telemetry

/// The variables of the three kinds of rules. Parameters that are the same for all stations are set once, here.
struct EngineFrames {
    let reading: Frame
    let event: Frame
    let over: Frame
    /// The same, without counting who holds it.
    let readingReference: Unmanaged<Frame>
    /// The reading frame's slots; it never grows, so they stay.
    let readingSlots: UnsafeMutablePointer<Slot>
    /// Kind, window and count of the functions of history, by offset from the first slot.
    let intrinsics: UnsafeMutablePointer<PlainIntrinsic>
    let firstIntrinsicSlot: Int
    private let storage: Storage

    /// An `Intrinsic` without its text.
    struct PlainIntrinsic: BitwiseCopyable {
        var kind: Intrinsic.Kind
        var count: Int32
        var window: Int64
    }

    /// Frees the intrinsics with the last user of the frames.
    private final class Storage {
        let base: UnsafeMutablePointer<PlainIntrinsic>
        init(_ base: UnsafeMutablePointer<PlainIntrinsic>) { self.base = base }
        deinit { base.deallocate() }
    }

    init(_ rules: CompiledRules) {
        reading = Frame(slotCount: rules.readingNames.count, context: nil) { frame, context, slot in
            guard let context else { return }
            Unmanaged<RuleEngine>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.resolveReading(frame, slot) }
        }
        event = Frame(slotCount: max(16, rules.eventNames.count), context: nil) { frame, context, slot in
            guard let context else { return }
            Unmanaged<RuleEngine>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.resolveEvent(frame, slot) }
        }
        over = Frame(slotCount: max(16, rules.overNames.count), context: nil) { frame, context, slot in
            guard let context else { return }
            Unmanaged<RuleEngine>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.resolveOver(frame, slot) }
        }
        readingReference = .passUnretained(reading)
        readingSlots = reading.slots
        firstIntrinsicSlot = rules.firstReadingIntrinsicSlot
        let base = UnsafeMutablePointer<PlainIntrinsic>.allocate(capacity: max(1, rules.readingIntrinsics.count))
        for (offset, intrinsic) in rules.readingIntrinsics.enumerated() {
            (base + offset).initialize(
                to: PlainIntrinsic(
                    kind: intrinsic.kind, count: Int32(intrinsic.count), window: intrinsic.windowNanoseconds))
        }
        intrinsics = base
        storage = Storage(base)
        for rule in rules.rules {
            let frame =
                switch rule.subject {
                case .reading: reading
                case .event: event
                case .over, .sequence: over
                }
            for parameter in rule.parameters where parameter.stations.isEmpty {
                if let value = parameter.value?.value { frame.setDouble(value, at: parameter.slot) }
            }
        }
    }

    /// The resolvers find the engine by the frames' context, which lives no longer than the engine.
    func attach(to engine: RuleEngine) {
        let context = Unmanaged.passUnretained(engine).toOpaque()
        reading.context = context
        event.context = context
        over.context = context
    }
}

/// What is being decided on, for the resolvers.
struct Evaluation {
    /// Index of the series.
    var series = 0
    /// Stamp of the decision, nanoseconds.
    var now: Int64 = 0
    /// Event time of the reading decided on; windows end here.
    var eventTime: Int64 = 0
    /// Event time at which what is decided now begins: the reading's, or the moment itself where a timer decides.
    var onset: Int64 = 0
    var value: Double = 0
    /// Bits of `UnknownReason`; 0 where the value is known.
    var reasons: UInt64 = 0
    /// Readings of the ring up to here lie in the past of `eventTime`.
    var upper = 0
    /// The reading itself stands in the ring; one that failed quality control does not.
    var isInRing = false
    var isUnverified = false
    /// Failed quality control: raises, clears nothing.
    var isFailed = false
    /// `QualityFlag`; told only where earlier readings are decided again.
    var quality: UInt8 = 2
    /// Of names in templates.
    var language = Language.chinese
}

/// Why something that a rule needs is not known; bits, as CEL unites them.
package enum UnknownReason {
    package static let noReading: UInt64 = 1
    package static let missing: UInt64 = 2
    package static let stale: UInt64 = 4
    package static let shortHistory: UInt64 = 8
    package static let noThreshold: UInt64 = 16
    /// No such neighbour is registered, or it was never heard.
    package static let noNeighbour: UInt64 = 32
    /// The neighbour is silent for over twice its heartbeat, or was then.
    package static let neighbourStale: UInt64 = 64
    /// The result is no finite number.
    package static let notFinite: UInt64 = 128

    /// The reasons as evidence names them.
    static func words(_ bits: UInt64) -> [String] {
        let names: [(UInt64, String)] = [
            (noReading, "no_reading"), (missing, "value_missing"), (stale, "source_silent"),
            (shortHistory, "short_history"), (noThreshold, "no_threshold"), (noNeighbour, "no_neighbour"),
            (neighbourStale, "neighbour_silent"), (notFinite, "not_finite"),
        ]
        return names.filter { bits & $0.0 != 0 }.map(\.1)
    }
}
