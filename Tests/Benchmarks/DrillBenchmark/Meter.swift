import Foundation

/// Time, processor time and memory of this process, from where it is made to `stop`.
final class Meter: @unchecked Sendable {
    struct Used {
        var seconds: Double
        var processorSeconds: Double
        /// Resident bytes at each tenth of a second or so.
        var resident: [Int]

        func description(of inputs: Double) -> String {
            func number(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
            let quarters = (1...4).map { quarter -> String in
                let index = max(0, resident.count * quarter / 4 - 1)
                return number(Double(resident.isEmpty ? 0 : resident[index]) / 1_048_576, 0)
            }
            return """
                wall: \(number(seconds, 2)) s, \(number(inputs / seconds, 0)) inputs/s
                processor: \(number(processorSeconds, 2)) s, \(number(processorSeconds / inputs * 1_000_000, 3)) s a million, \
                \(number(inputs / processorSeconds, 0)) inputs a processor second
                resident MiB at each quarter of the run: \(quarters.joined(separator: " ")), most \
                \(number(Double(resident.max() ?? 0) / 1_048_576, 0))
                """
        }
    }

    private let began = Meter.clock(CLOCK_MONOTONIC)
    private let processorBegan = Meter.clock(CLOCK_PROCESS_CPUTIME_ID)
    private let lock = NSLock()
    private var resident: [Int] = []
    private var isOver = false

    init() {
        Thread { [self] in
            while sample() { usleep(100_000) }
        }.start()
    }

    private func sample() -> Bool {
        lock.lock()
        defer { lock.unlock() }
        if isOver { return false }
        // proc(5): statm's second number is the resident pages.
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        if let pages, pages.count > 1, let count = Int(pages[1]) { resident.append(count * Int(getpagesize())) }
        return true
    }

    func stop() -> Used {
        lock.lock()
        defer { lock.unlock() }
        isOver = true
        return Used(
            seconds: Meter.clock(CLOCK_MONOTONIC) - began,
            processorSeconds: Meter.clock(CLOCK_PROCESS_CPUTIME_ID) - processorBegan, resident: resident)
    }

    private static func clock(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
