import Foundation
import TestSupport
import Testing

@testable import LiveServer

/// What the kernel is asked for, with a file in the place of its device.
@Suite struct ProcessorWakefulnessTests {
    private let second: Int64 = 1_000_000_000

    @Test func processorsAreKeptAwakeUntilNothingUrgentHappenedForTwoSeconds() throws {
        let folder = try TemporaryFolder()
        let device = folder.path + "/device"
        try Data().write(to: URL(fileURLWithPath: device))
        let wakefulness = ProcessorWakefulness(path: device)
        wakefulness.releaseIfDue(now: 0)
        #expect(wakefulness.releaseDue == nil)
        wakefulness.hold(now: 10 * second)
        wakefulness.hold(now: 11 * second)
        wakefulness.releaseIfDue(now: 13 * second - 1)
        #expect(wakefulness.releaseDue == 13 * second)
        #expect(try requests(in: folder) == [0])
        wakefulness.releaseIfDue(now: 13 * second)
        wakefulness.releaseIfDue(now: 14 * second)
        #expect(wakefulness.releaseDue == nil)
        #expect(try requests(in: folder) == [0, 2_000_000_000])
        wakefulness.hold(now: 20 * second)
        #expect(try requests(in: folder) == [0, 2_000_000_000, 0])
    }

    @Test func whoMayNotAskGoesOnWithout() {
        let wakefulness = ProcessorWakefulness(path: "/nowhere/device")
        wakefulness.hold(now: second)
        #expect(wakefulness.releaseDue == nil)
        wakefulness.releaseIfDue(now: 10 * second)
    }

    /// Microseconds of each request, as the kernel reads them: 32 bits in its own byte order.
    private func requests(in folder: TemporaryFolder) throws -> [Int32] {
        try Data(contentsOf: URL(fileURLWithPath: folder.path + "/device")).withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Int32.self) }
        }
    }
}
