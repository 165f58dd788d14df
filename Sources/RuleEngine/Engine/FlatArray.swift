/// A growing array of plain values at a stable stride whose elements are reached without checks of uniqueness or exclusive
/// access: per-series state on the hot path. Its owner calls `release`.
struct FlatArray<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init() {
        capacity = 16
        base = .allocate(capacity: 16)
    }

    mutating func append(_ element: Element) {
        reserve(count + 1)
        (base + count).initialize(to: element)
        count += 1
    }

    mutating func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        // Growing by a half keeps the spare room of a million series small.
        capacity = max(needed, capacity + capacity / 2)
        let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        grown.moveInitialize(from: base, count: count)
        base.deallocate()
        base = grown
    }

    mutating func removeAll() {
        count = 0
    }

    mutating func release() {
        base.deallocate()
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
