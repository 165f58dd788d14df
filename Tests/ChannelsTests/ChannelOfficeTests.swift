import Delivery
import Foundation
import IncidentCommand
import Telemetry
import TestSupport
import Testing
import Views

@testable import Channels

struct ChannelOfficeTests {
    /// An office whose reports can be waited for.
    private struct Desk {
        let office: ChannelOffice
        let reports: AsyncStream<FinishedDelivery>

        init(tallies: ChannelTallies = ChannelTallies(), people: [PersonView] = []) {
            let (reports, continuation) = AsyncStream.makeStream(of: FinishedDelivery.self)
            var surroundings = Sample.surroundings
            surroundings.people = { id in people.first { $0.id == id } }
            office = ChannelOffice(surroundings, tallies: tallies) { continuation.yield($0) }
            self.reports = reports
        }

        func next(_ count: Int) async -> [String: HandOverReport.Outcome] {
            var found: [String: HandOverReport.Outcome] = [:]
            for await report in reports {
                found[report.report.key] = report.report.outcome
                if found.count == count { break }
            }
            return found
        }
    }

    private func hook(
        _ id: String, _ script: String, retry: RetryPolicy = RetryPolicy(firstDelay: Interval(nanoseconds: 20_000_000))
    ) throws -> ConfiguredChannel {
        let arguments = try ["-c", script].map { try MessageTemplate($0) }
        return ConfiguredChannel(
            id: id,
            settings: .hook(
                HookSettings(program: "/bin/sh", arguments: arguments, timeLimit: Interval(seconds: 60))), retry: retry)
    }

    @Test func whatFailsIsTriedAgainUntilItSucceeds() async throws {
        let folder = try TemporaryFolder()
        let desk = Desk()
        desk.office.configure(
            [try hook("c", "echo x >> \(folder.path)/tries; test $(wc -l < \(folder.path)/tries) -ge 3")],
            names: .init())
        desk.office.submit(Sample.delivery("a"))
        #expect(await desk.next(1) == ["a": .handedOver(evidence: "exit 0")])
        #expect(try String(contentsOfFile: folder.path + "/tries", encoding: .utf8) == "x\nx\nx\n")
        #expect(desk.office.count == 0)
    }

    @Test func whoeverIsOnDutyIsReachedAndStaysOutOfTheEvidence() async throws {
        let folder = try TemporaryFolder()
        let desk = Desk(people: [PersonView(id: "w-li", name: "李大江", numbers: ["138 1234 5678"], masked: false)])
        desk.office.configure(
            [
                try hook(
                    "sms",
                    "echo '{{ on_duty }}/{{ on_duty.name }}/{{ on_duty.number }}' | tee -a \(folder.path)/sent")
            ], names: .init())
        desk.office.submit(Sample.delivery("a", channel: "sms", onDuty: "w-li"))
        #expect(await desk.next(1) == ["a": .handedOver(evidence: "exit 0: w-li/***/***")])
        // Nobody on file, and no roster.
        desk.office.submit(Sample.delivery("b", channel: "sms", onDuty: "w-wu"))
        #expect(await desk.next(1) == ["b": .handedOver(evidence: "exit 0: w-wu//")])
        desk.office.submit(Sample.delivery("c", channel: "sms"))
        #expect(await desk.next(1) == ["c": .handedOver(evidence: "exit 0: //")])
        let sent = try String(contentsOfFile: folder.path + "/sent", encoding: .utf8)
        #expect(sent == "w-li/李大江/138 1234 5678\nw-wu//\n//\n")
    }

    @Test func everyEndAndEveryRepeatIsCountedForItsChannel() async throws {
        let folder = try TemporaryFolder()
        let tallies = ChannelTallies()
        let desk = Desk(tallies: tallies)
        desk.office.configure(
            [
                try hook("sms", "echo x >> \(folder.path)/tries; test $(wc -l < \(folder.path)/tries) -ge 3"),
                try hook("voice", "exit 65"),
            ], names: .init())
        desk.office.submit(Sample.delivery("a", channel: "sms"))
        desk.office.submit(Sample.delivery("b", channel: "voice"))
        _ = await desk.next(2)
        let sms = try #require(tallies.all["sms"])
        #expect([sms.handedOver, sms.retried, sms.givenUp] == [1, 2, 0])
        let voice = try #require(tallies.all["voice"])
        #expect([voice.handedOver, voice.retried, voice.givenUp] == [0, 0, 1])
    }

    @Test func oneChannelThatHangsHoldsNoOtherUp() async throws {
        let desk = Desk()
        desk.office.configure([try hook("slow", "sleep 1000"), try hook("fast", "exit 0")], names: .init())
        for number in 0..<10 { desk.office.submit(Sample.delivery("slow-\(number)", channel: "slow")) }
        desk.office.submit(Sample.delivery("fast", channel: "fast"))
        #expect(await desk.next(1) == ["fast": .handedOver(evidence: "exit 0")])
        desk.office.abandon()
        let hasEnded = await Waiting.until { desk.office.attemptsUnderWay == 0 }
        #expect(hasEnded)
        // Nothing of them is given up: the next start finds them in the database.
        #expect(desk.office.count == 10)
    }

    @Test func itIsGivenUpVisibly() async throws {
        let desk = Desk()
        let retry = RetryPolicy(firstDelay: Interval(nanoseconds: 1_000_000), attempts: 2)
        desk.office.configure([try hook("c", "echo broken >&2; exit 1", retry: retry)], names: .init())
        desk.office.submit(Sample.delivery("a"))
        desk.office.submit(Sample.delivery("b", channel: "gone"))
        let ends = await desk.next(2)
        #expect(ends["a"] == .failed(reason: "sh ended with 1: broken. Given up after 2 attempts."))
        #expect(ends["b"] == .failed(reason: "There is no channel “gone” in the configuration any more."))
    }

    @Test func aClosedOfficeBeginsNothing() async throws {
        let folder = try TemporaryFolder()
        let desk = Desk()
        desk.office.configure([try hook("c", "touch \(folder.path)/ran")], names: .init())
        desk.office.close()
        desk.office.submit(Sample.delivery("a"))
        #expect(desk.office.attemptsUnderWay == 0)
        #expect(desk.office.count == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
    }

    @Test func onlyWhatIsItsOwnIsExecuted() throws {
        let desk = Desk()
        desk.office.configure(
            [
                try hook("c", "exit 0"), ConfiguredChannel(id: "m", settings: .mqtt),
                ConfiguredChannel(id: "t", settings: .telephone),
            ], names: .init())
        #expect(desk.office.executes("c"))
        for id in ["m", "t", "mqtt", "feed", "none"] { #expect(!desk.office.executes(id)) }
    }
}
