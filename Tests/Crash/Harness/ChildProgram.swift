import Glibc

/// A program that a run starts and may kill at any moment. Spawned without a run loop or a thread of its own, because here
/// milliseconds after the start count; it inherits no descriptor and no blocked signal.
package final class ChildProgram {
    package enum End: Equatable {
        case exited(Int32)
        case killed(bySignal: Int32)
    }

    package let processIdentifier: pid_t
    /// Nil while it runs.
    package private(set) var end: End?

    /// - Parameters:
    ///   - environment: `NAME=value`, all of it.
    ///   - output: path of a file to which its output and errors are appended.
    package init(_ executable: String, _ arguments: [String], environment: [String], output: String) throws {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A socket that a child inherits would stay open when we close it; closing what is not open does no harm.
        for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var pointers: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in pointers + variables { free(pointer) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, executable, &actions, &attributes, &pointers, &variables)
        guard code == 0 else {
            throw CrashFailure("\(executable) can't be started: \(String(cString: strerror(code))).")
        }
        processIdentifier = identifier
    }

    deinit {
        kill()
    }

    package var isRunning: Bool {
        reap(WNOHANG)
        return end == nil
    }

    package func send(signal number: Int32) {
        if isRunning { Glibc.kill(processIdentifier, number) }
    }

    /// SIGKILL; it is gone when this returns.
    package func kill() {
        guard isRunning else { return }
        Glibc.kill(processIdentifier, SIGKILL)
        reap(0)
    }

    private func reap(_ options: Int32) {
        guard end == nil else { return }
        var status: Int32 = 0
        while true {
            let result = waitpid(processIdentifier, &status, options)
            if result == processIdentifier { break }
            if result < 0, errno == EINTR { continue }
            return
        }
        let signal = status & 0x7F
        end = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(bySignal: signal)
    }
}
