import CProcess
import Glibc

/// A child process in a process group of its own, with its input from memory and its output by pipes. Used by one thread.
final class SpawnedProgram {
    private let identifier: pid_t
    private var outputPipe: Int32
    private var errorPipe: Int32
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    private(set) var isTooLoud = false

    struct Failure: Error {
        var message: String
    }

    init(_ run: ProgramRun) throws(Failure) {
        let input = try SpawnedProgram.memory(run.input)
        defer { Glibc.close(input) }
        let (outputRead, outputWrite) = try SpawnedProgram.pipe()
        let (errorRead, errorWrite): (Int32, Int32)
        do {
            (errorRead, errorWrite) = try SpawnedProgram.pipe()
        } catch {
            Glibc.close(outputRead)
            Glibc.close(outputWrite)
            throw error
        }
        defer {
            Glibc.close(outputWrite)
            Glibc.close(errorWrite)
        }
        (outputPipe, errorPipe) = (outputRead, errorRead)
        do {
            identifier = try SpawnedProgram.spawn(run, input, outputWrite, errorWrite)
        } catch {
            Glibc.close(outputRead)
            Glibc.close(errorRead)
            throw error
        }
    }

    // MARK: Starting

    /// The input as a file in memory: nothing has to be written while the program runs, and nothing breaks where it does
    /// not read.
    private static func memory(_ bytes: [UInt8]) throws(Failure) -> Int32 {
        let descriptor = memfd_create("tocsin-message", tocsin_mfd_cloexec)
        guard descriptor >= 0 else { throw failure("no memory for its input") }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                defer { Glibc.close(descriptor) }
                throw failure("no memory for its input")
            }
            written += count
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }

    private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure("no pipe") }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }

    private static func failure(_ what: String) -> Failure {
        Failure(message: "\(what): \(String(cString: strerror(errno)))")
    }

    private static func spawn(
        _ run: ProgramRun, _ input: Int32, _ output: Int32, _ errors: Int32
    ) throws(Failure) -> pid_t {
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
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Whatever else is open here, the broker's connection and the database among it, is none of its business.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        posix_spawn_file_actions_addchdir_np(&actions, "/")
        var arguments: [UnsafeMutablePointer<CChar>?] = ([run.program] + run.arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = run.environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, run.program, &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw Failure(message: String(cString: strerror(code))) }
        return identifier
    }

    // MARK: Running

    /// Reads what there is, waiting a little for more.
    func read(waitMilliseconds: Int32) {
        var descriptors = [
            pollfd(fd: outputPipe, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorPipe, events: Int16(POLLIN), revents: 0),
        ]
        // Both pipes at their end: only the end of the process is waited for.
        let patience = outputPipe < 0 && errorPipe < 0 ? min(waitMilliseconds, 5) : waitMilliseconds
        guard poll(&descriptors, 2, patience) > 0 else { return }
        if descriptors[0].revents != 0 { take(&outputPipe, into: &output) }
        if descriptors[1].revents != 0 { take(&errorPipe, into: &errors) }
    }

    private func take(_ pipe: inout Int32, into bytes: inout [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while pipe >= 0, !isTooLoud {
            let count = Glibc.read(pipe, &buffer, buffer.count)
            if count > 0 {
                let room = ProgramRun.outputLimit - bytes.count
                bytes.append(contentsOf: buffer.prefix(min(count, room)))
                if count > room { isTooLoud = true }
            } else if count == 0 {
                Glibc.close(pipe)
                pipe = -1
            } else if errno != EINTR {
                return
            }
        }
    }

    func signalGroup(_ number: Int32) {
        kill(-identifier, number)
    }

    /// Whether the leader has ended. It is not reaped yet, so that its number stays its own.
    var hasEnded: Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(identifier), &info, WEXITED | WNOHANG | WNOWAIT)
        // Nobody's child any more: somebody else reaped it.
        if result != 0 { return errno == ECHILD }
        return info.si_signo != 0
    }

    /// To be called once, after its end.
    func reap() -> ProgramRun.End {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) != identifier {
            if errno != EINTR { return .notStarted("its end is unknown") }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(bySignal: signal)
    }

    func close() {
        for pipe in [outputPipe, errorPipe] where pipe >= 0 { Glibc.close(pipe) }
        (outputPipe, errorPipe) = (-1, -1)
    }
}
