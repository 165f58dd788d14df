/// The variables of one evaluation, by slot. Owned by one thread; made once and reused.
///
/// A slot that is pending is asked for only when an evaluation needs it: the resolver, a closure stored once, sets it.
public final class Frame {
    /// Sets the slot that is asked for; leaving it pending is an error of the evaluation.
    public typealias Resolver = (_ frame: Frame, _ context: UnsafeMutableRawPointer?, _ slot: Int) -> Void

    // Run-time checks of exclusive access would cost as much as the evaluation of a rule. A frame belongs to one
    // thread and grows only between evaluations, so that no access overlaps a change.
    /// Number of slots.
    @exclusivity(unchecked) public private(set) var slotCount: Int
    /// The slots; moves when the frame grows.
    @exclusivity(unchecked) public private(set) var slots: UnsafeMutablePointer<Slot>
    /// Given to the resolver.
    @exclusivity(unchecked) public var context: UnsafeMutableRawPointer?
    let resolver: Resolver?

    /// Makes a frame whose slots are all pending.
    public init(slotCount: Int, context: UnsafeMutableRawPointer? = nil, resolver: Resolver? = nil) {
        self.slotCount = max(slotCount, 0)
        self.context = context
        self.resolver = resolver
        slots = .allocate(capacity: max(slotCount, 1))
        slots.initialize(repeating: Slot(), count: max(slotCount, 0))
    }

    deinit {
        slots.deinitialize(count: slotCount)
        slots.deallocate()
    }

    /// Grows the frame; the contents stay. Not during an evaluation.
    public func reserve(slotCount count: Int) {
        guard count > slotCount else { return }
        let grown = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        grown.moveInitialize(from: slots, count: slotCount)
        (grown + slotCount).initialize(repeating: Slot(), count: count - slotCount)
        slots.deallocate()
        slots = grown
        slotCount = count
    }

    /// Makes all slots pending. The old values stay in memory until they are replaced.
    @inline(__always)
    public func setAllPending() {
        for index in 0..<slotCount { slots[index].state = .pending }
    }

    /// Makes one slot pending.
    @inline(__always)
    public func setPending(at slot: Int) { slots[checked(slot)].state = .pending }

    /// Sets a double.
    @inline(__always)
    public func setDouble(_ value: Double, at slot: Int) { set(.double(value), at: slot) }

    /// Sets an int.
    @inline(__always)
    public func setInt(_ value: Int64, at slot: Int) { set(.int(value), at: slot) }

    /// Sets an uint.
    @inline(__always)
    public func setUInt(_ value: UInt64, at slot: Int) { set(.uint(value), at: slot) }

    /// Sets a bool.
    @inline(__always)
    public func setBool(_ value: Bool, at slot: Int) { set(.bool(value), at: slot) }

    /// Sets a string.
    @inline(__always)
    public func setString(_ value: String, at slot: Int) { set(.string(value), at: slot) }

    /// Sets a duration in nanoseconds.
    @inline(__always)
    public func setDuration(nanoseconds: Int64, at slot: Int) { set(.duration(nanoseconds), at: slot) }

    /// Sets any value.
    @inline(__always)
    public func set(_ value: Value, at slot: Int) {
        let place = slots + checked(slot)
        place.pointee.value = value
        place.pointee.state = .value
    }

    /// Makes a slot unknown for reasons whose bits are the host's own.
    public func setUnknown(reasons: UInt64, at slot: Int) {
        let place = slots + checked(slot)
        place.pointee.value = .uint(reasons)
        place.pointee.state = .unknown
    }

    /// Says that a slot could not be supplied.
    public func setFailed(_ message: String, at slot: Int) {
        let place = slots + checked(slot)
        place.pointee.value = .string(message)
        place.pointee.state = .failed
    }

    // A slot outside the frame is an error of the host's program, not of the world's data.
    @inline(__always)
    private func checked(_ slot: Int) -> Int {
        precondition(slot >= 0 && slot < slotCount, "slot outside the frame")
        return slot
    }
}
