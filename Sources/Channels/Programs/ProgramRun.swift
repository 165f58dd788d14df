import Foundation
import Glibc
import Synchronization
import Telemetry

/// Runs one program to its end, whatever it does: it gets an argument list, a minimal environment and its input from memory;
/// it can't fill our memory, outlive its time, or leave children behind.
package struct ProgramRun: Sendable {
    /// Absolute path.
    package var program: String
    package var arguments: [String]
    /// `NAME=value`, all of it.
    package var environment: [String]
    package var input: [UInt8]
    package var timeLimit: Interval

    /// Most bytes read from each of its output and its errors, 64 KiB; at the first byte more it is killed.
    package static let outputLimit = 65_536
    /// Between SIGTERM at the time limit and SIGKILL.
    static let graceNanoseconds: Int64 = 1_000_000_000

    package init(program: String, arguments: [String], environment: [String], input: [UInt8], timeLimit: Interval) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.timeLimit = timeLimit
    }

    package enum End: Hashable, Sendable {
        /// Exit code 0…255.
        case exited(Int32)
        case killed(bySignal: Int32)
        case timedOut
        /// It wrote more than `outputLimit`.
        case tooLoud
        case cancelled
        /// It never ran; the system's word for why.
        case notStarted(String)
    }

    package struct Outcome: Hashable, Sendable {
        package var end: End
        package var output: [UInt8]
        package var errors: [UInt8]
    }

    /// Runs it on a thread of its own. Cancelling the task kills it.
    package func run() async -> Outcome {
        let isCancelled = Flag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { continuation.resume(returning: watch(isCancelled)) }
                thread.name = "tocsin.program"
                thread.start()
            }
        } onCancel: {
            isCancelled.set()
        }
    }

    /// Raised once by whoever cancels.
    final class Flag: Sendable {
        private let value = Atomic(false)
        func set() { value.store(true, ordering: .releasing) }
        var isSet: Bool { value.load(ordering: .acquiring) }
    }

    private func watch(_ isCancelled: Flag) -> Outcome {
        let child: SpawnedProgram
        do {
            child = try SpawnedProgram(self)
        } catch {
            return Outcome(end: .notStarted(error.message), output: [], errors: [])
        }
        defer { child.close() }
        let began = ProgramRun.now()
        var termSentAt: Int64?
        var cause: End?
        while !child.hasEnded {
            child.read(waitMilliseconds: 50)
            let now = ProgramRun.now()
            if child.isTooLoud, cause == nil {
                cause = .tooLoud
                child.signalGroup(SIGKILL)
            } else if isCancelled.isSet, cause == nil {
                cause = .cancelled
                child.signalGroup(SIGKILL)
            } else if now - began >= timeLimit.nanoseconds, cause == nil {
                cause = .timedOut
                termSentAt = now
                child.signalGroup(SIGTERM)
            } else if let sent = termSentAt, now - sent >= ProgramRun.graceNanoseconds {
                child.signalGroup(SIGKILL)
            }
        }
        child.read(waitMilliseconds: 0)
        // While the leader is not reaped its number can't be another's: whom it left behind goes with it.
        child.signalGroup(SIGKILL)
        let end = child.reap()
        return Outcome(
            end: cause ?? (child.isTooLoud ? .tooLoud : end), output: child.output, errors: child.errors)
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
