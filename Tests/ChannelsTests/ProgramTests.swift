import Delivery
import Foundation
import Glibc
import Telemetry
import TestSupport
import Testing

@testable import Channels

struct ProgramTests {
    private func run(
        _ script: String, _ arguments: [String] = [], input: String = "", limit: Interval = Interval(seconds: 60)
    ) async -> ProgramRun.Outcome {
        await ProgramRun(
            program: "/bin/sh", arguments: ["-c", script, "sh"] + arguments, environment: ProgramEnvironment.minimal,
            input: Array(input.utf8), timeLimit: limit
        ).run()
    }

    @Test func itGetsItsInputAndItsArgumentsAsTheyAre() async throws {
        let hostile = "; touch /tmp/x `id` $(id) \"'\n*"
        let outcome = await run("printf '%s|%s|' \"$#\" \"$1\"; cat", [hostile], input: "水位")
        #expect(outcome.end == .exited(0))
        #expect(String(decoding: outcome.output, as: UTF8.self) == "1|\(hostile)|水位")
    }

    @Test func itKnowsNothingOfOurs() async throws {
        let outcome = await run("env | sort; ls /proc/self/fd | wc -l; pwd")
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("HOME=") || $0.hasPrefix("TMPDIR=") || $0.hasPrefix("SECRET") })
        // Input, output, errors, and the folder that `ls` itself reads.
        #expect(lines.suffix(2) == ["4", "/"])
    }

    @Test func whatHangsIsKilledWithItsChildren() async throws {
        let folder = try TemporaryFolder()
        let outcome = await run(
            "sleep 1000 & echo $! > \(folder.path)/child; sleep 1000", limit: Interval(nanoseconds: 500_000_000))
        #expect(outcome.end == .timedOut)
        try await expectGone(folder.path + "/child")
    }

    @Test func whatIgnoresTheSignalIsKilled() async throws {
        let outcome = await run(
            "trap '' TERM; while :; do sleep 1; done", limit: Interval(nanoseconds: 100_000_000))
        #expect(outcome.end == .timedOut)
    }

    @Test func whoeverIsLeftBehindIsKilledAndNotWaitedFor() async throws {
        let folder = try TemporaryFolder()
        let outcome = await run("sleep 1000 & echo $! > \(folder.path)/child; echo done")
        #expect(outcome.end == .exited(0))
        #expect(outcome.output == Array("done\n".utf8))
        try await expectGone(folder.path + "/child")
    }

    private func expectGone(_ path: String) async throws {
        let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        await expectGone(try #require(pid_t(text)))
    }

    private func expectGone(_ child: pid_t) async {
        // Killed, and then reaped by whoever adopts it: until then it is a zombie.
        let isGone = await Waiting.until {
            let stat = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ") Z"
            return stat.contains(") Z") || kill(child, 0) != 0
        }
        #expect(isGone)
    }

    @Test func whatPrintsAGigabyteIsKilled() async throws {
        for script in ["head -c 1000000000 /dev/zero", "head -c 1000000000 /dev/zero >&2"] {
            let outcome = await run(script)
            #expect(outcome.end == .tooLoud)
            #expect(outcome.output.count + outcome.errors.count <= ProgramRun.outputLimit)
        }
        let much = await run("head -c \(ProgramRun.outputLimit) /dev/zero")
        #expect(much.end == .exited(0))
        #expect(much.output.count == ProgramRun.outputLimit)
    }

    @Test func deathAndCodesAreTold() async throws {
        #expect(await run("kill -9 $$").end == .killed(bySignal: 9))
        #expect(await run("exit 75").end == .exited(75))
        let none = await ProgramRun(
            program: "/nonexistent/sms", arguments: [], environment: [], input: [], timeLimit: Interval(seconds: 1)
        ).run()
        #expect(none.end == .notStarted("No such file or directory"))
    }

    @Test func aCancelledAttemptKillsIt() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        let task = Task { await run("echo $$ > \(pipe); sleep 1000") }
        let child = try #require(pid_t(await firstLine(of: pipe)))
        task.cancel()
        #expect(await task.value.end == .cancelled)
        await expectGone(child)
    }

    /// Heard when it is written, however late: other tests may hold the threads that tasks run on for minutes.
    private func firstLine(of pipe: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let bytes = FileHandle(forReadingAtPath: pipe)?.availableData ?? Data()
                continuation.resume(returning: String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
            }
        }
    }

    // MARK: Hooks and mail

    private func script(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/program"
        try ("#!/bin/sh\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
        // A program that another test began while this file was written holds it open until it runs, and what is open for
        // writing can't be executed (ETXTBSY). A read lease (F_SETLEASE, 1024) is given once nobody writes any more.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        try #require(Waiting.until { fcntl(descriptor, 1_024, F_RDLCK) == 0 })
        return path
    }

    @Test func aHookGetsArgumentsAndTheWholeMessage() async throws {
        let folder = try TemporaryFolder()
        let program = try script(
            "printf '%s\\n' \"$@\" > \(folder.path)/args; cat > \(folder.path)/in; echo sent 42", in: folder)
        let arguments = ["--to", "{{ address }}", "{{ summary.zh }}"]
        let settings = HookSettings(
            program: program, arguments: try arguments.map { try MessageTemplate($0) }, timeLimit: Interval(seconds: 60)
        )
        let delivery = Sample.delivery(address: "--help", summary: "-rf\n水")
        let outcome = await HookExecutor(channel: "sms", settings: settings)
            .attempt(delivery, values: Sample.values(delivery))
        #expect(outcome == .handedOver(evidence: "exit 0: sent 42"))
        #expect(
            try String(contentsOfFile: folder.path + "/args", encoding: .utf8)
                == "--to\n --help\n【演练 EXERCISE】-rf\\u{a}水\n")
        #expect(FileManager.default.contents(atPath: folder.path + "/in").map(Array.init) == delivery.payload)
    }

    @Test func aHooksEndIsReadAfterSysexits() async throws {
        let folder = try TemporaryFolder()
        let settings = HookSettings(
            program: try script("echo 'no \u{1B}[31mcredit' >&2; exit $1", in: folder),
            arguments: [try MessageTemplate("{{ address }}")], timeLimit: Interval(seconds: 60))
        func attempt(_ code: String) async -> AttemptOutcome {
            let delivery = Sample.delivery(address: code)
            return await HookExecutor(channel: "sms", settings: settings)
                .attempt(delivery, values: Sample.values(delivery))
        }
        #expect(await attempt("75").reasonToTryAgain == "program ended with 75: no \\u{1b}[31mcredit.")
        #expect(await attempt("65").refusal == "program refuses it with 65: no \\u{1b}[31mcredit.")
        #expect(await attempt("1").reasonToTryAgain != nil)
    }

    @Test func aMailGoesToTheProgramAndNoWordOfItToTheShell() async throws {
        let folder = try TemporaryFolder()
        let program = try script("printf '%s\\n' \"$@\" > \(folder.path)/args; cat > \(folder.path)/in", in: folder)
        let settings = MailSettings(
            program: program, account: "city", from: "tocsin@city.example", to: ["duty@city.example"],
            subject: try MessageTemplate("{{ summary.en }}"), text: try MessageTemplate("{{ tasks.zh }}"),
            timeLimit: Interval(seconds: 60))
        let executor = MailExecutor(settings: settings, surroundings: Sample.surroundings)
        let delivery = Sample.delivery(address: "water@city.example")
        let outcome = await executor.attempt(delivery, values: Sample.values(delivery))
        #expect(outcome.evidence?.hasPrefix("accepted <") == true)
        #expect(
            try String(contentsOfFile: folder.path + "/args", encoding: .utf8)
                == "-a\ncity\n-f\ntocsin@city.example\n--\nwater@city.example\nduty@city.example\n")
        let mail = try String(contentsOfFile: folder.path + "/in", encoding: .utf8)
        #expect(mail.contains("To: water@city.example,\r\n duty@city.example\r\n"))
        #expect(await executor.attempt(delivery, values: Sample.values(delivery)) == outcome)
        let wrong = Sample.delivery(address: "water@city.example\nBcc: all@city.example")
        #expect(await executor.attempt(wrong, values: Sample.values(wrong)).refusal != nil)
    }
}
