import CEL
import Telemetry

/// Hands out slots to calls of history functions while rules are compiled: the same call gets the same slot. A class,
/// because the compiler's closures share it; used by one thread.
final class IntrinsicTable {
    private let firstSlot: Int
    private let registry: Registry
    private(set) var intrinsics: [Intrinsic] = []
    private var slots: [Intrinsic: Int] = [:]
    /// Slots that the expressions compiled since `beginRule` use.
    private(set) var used: [Int] = []

    /// - Parameter registry: whose areas and quantities functions of neighbours may name; without stations any.
    init(firstSlot: Int, registry: Registry) {
        self.firstSlot = firstSlot
        self.registry = registry
    }

    func beginRule() {
        used.removeAll(keepingCapacity: true)
    }

    func slot(for call: IntrinsicCall) throws(IntrinsicRefusal) -> Int {
        let intrinsic = try IntrinsicTable.intrinsic(for: call, registry: registry)
        let slot: Int
        if let known = slots[intrinsic] {
            slot = known
        } else {
            slot = firstSlot + intrinsics.count
            intrinsics.append(intrinsic)
            slots[intrinsic] = slot
        }
        if !used.contains(slot) { used.append(slot) }
        return slot
    }
}
