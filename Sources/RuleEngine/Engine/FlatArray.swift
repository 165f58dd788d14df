/// A growing array of plain values at a stable stride whose elements are reached without checks of uniqueness or exclusive
/// access: per-series state on the hot path. Its owner calls `release`.
struct FlatArray<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init() {
        capacity = 16
        base = FlatArray.room(16)
    }

    /// At the beginning of a cache line: an element of 64 or 128 bytes lies in no line more than it must.
    private static func room(_ count: Int) -> UnsafeMutablePointer<Element> {
        UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64)
            .bindMemory(to: Element.self, capacity: count)
    }

    /// Memory of `room` is given back as what it was asked for: raw.
    private func giveBack() { UnsafeMutableRawPointer(base).deallocate() }

    mutating func append(_ element: Element) {
        reserve(count + 1)
        (base + count).initialize(to: element)
        count += 1
    }

    mutating func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        // Growing by a half keeps the spare room of a million series small.
        capacity = max(needed, capacity + capacity / 2)
        let grown = FlatArray.room(capacity)
        grown.moveInitialize(from: base, count: count)
        giveBack()
        base = grown
    }

    mutating func removeAll() {
        count = 0
    }

    mutating func release() {
        giveBack()
        count = 0
        capacity = 0
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }
}
