import Glibc

/// Keeps processors from falling asleep while alarms come. An order passes six times from one thread or program to another,
/// each on a processor that has just gone idle, and waking one takes some tenths of a millisecond in all.
///
/// Linux lets whoever may open `/dev/cpu_dma_latency` ask for no more than so many microseconds of waking (PM QoS,
/// Documentation/power/pm_qos_interface.rst); the request ends with the process. Without the right to open it, nothing is
/// different but the time.
final class ProcessorWakefulness {
    private let descriptor: Int32
    private var heldUntil: Int64?

    /// Where others answer to the last alarm, more are on their way.
    static let nanoseconds: Int64 = 2_000_000_000
    /// As the kernel has it where nobody asks (2,000 s).
    private static let anyLatencyMicroseconds: Int32 = 2_000_000_000

    /// - Parameter path: the kernel's device.
    init(path: String = "/dev/cpu_dma_latency") {
        descriptor = open(path, O_WRONLY | O_CLOEXEC)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Boot time at which the request ends; nil where nothing is asked for.
    var releaseDue: Int64? { heldUntil }

    /// Something urgent happens.
    ///
    /// - Parameter now: boot time, nanoseconds.
    func hold(now: Int64) {
        guard descriptor >= 0 else { return }
        if heldUntil == nil { ask(0) }
        heldUntil = now + ProcessorWakefulness.nanoseconds
    }

    /// Lets them sleep where nothing urgent happened for long enough.
    func releaseIfDue(now: Int64) {
        guard let end = heldUntil, now >= end else { return }
        heldUntil = nil
        ask(ProcessorWakefulness.anyLatencyMicroseconds)
    }

    private func ask(_ microseconds: Int32) {
        var value = microseconds
        // Refused, it is slower and nothing else.
        _ = write(descriptor, &value, MemoryLayout<Int32>.size)
    }
}
