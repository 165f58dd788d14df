import Simulators
import Telemetry
import Testing

private let start = Timestamp(seconds: 1_781_949_600)

@Suite struct StormEveningTests {
    @Test(arguments: [1, 2026, UInt64.max] as [UInt64])
    func sameSeedGivesTheSameBytes(seed: UInt64) {
        #expect(StormEvening(seed: seed, start: start).messages == StormEvening(seed: seed, start: start).messages)
    }

    @Test func anotherSeedGivesAnotherEvening() {
        let first = StormEvening(seed: 1, start: start).messages
        let second = StormEvening(seed: 2, start: start).messages
        #expect(first != second)
    }

    @Test func anotherStartMovesEveryMessageAlong() {
        let later = Interval(seconds: 86_400)
        let first = StormEvening(seed: 1, start: start).messages.map { $0.time + later }
        let second = StormEvening(seed: 1, start: start + later).messages.map(\.time)
        #expect(first == second)
    }

    @Test func messagesComeInOrderOfTimeAndWithinTheEvening() {
        let messages = StormEvening(seed: 7, start: start).messages
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(
            messages.allSatisfy { $0.time >= start && $0.time < start + StormEvening.length + Interval(seconds: 5) })
        #expect(messages.allSatisfy { $0.quality == 1 })
    }

    @Test func everythingThatGoesWrongIsInIt() throws {
        let messages = StormEvening(seed: 2_026, start: start).messages
        #expect(messages.filter { $0.content == .unreadable }.count == 1)
        // Two panic buttons, and the earthquake in the catalogue.
        #expect(messages.filter { $0.content == .event }.count == 3)
        // 40 of the reconnected gateway and two more of the panic press.
        #expect(messages.filter { if case .repeated = $0.content { true } else { false } }.count == 42)
    }

    @Test func eachRepeatHasTheBytesOfAnEarlierMessage() {
        var seen: Set<[UInt8]> = []
        for message in StormEvening(seed: 3, start: start).messages {
            let bytes = Array(message.topic.utf8) + message.payload
            if case .repeated = message.content {
                #expect(seen.contains(bytes))
            } else {
                #expect(!seen.contains(bytes))
            }
            seen.insert(bytes)
        }
    }

    @Test func theDeadGaugeIsSilentForFortyMinutesInTheFlood() throws {
        let times = StormEvening(seed: 2_026, start: start).messages.filter { $0.topic.contains("/cheng-02/") }.map(
            \.time)
        let longest = zip(times, times.dropFirst()).map { $1 - $0 }.max()
        #expect(try #require(longest) >= Interval(seconds: 40 * 60))
        #expect(try #require(longest) <= Interval(seconds: 55 * 60))
    }

    @Test func theDeadGatewayIsSilentAndThenSendsWhatWasStored() throws {
        let messages = StormEvening(seed: 2_026, start: start).messages.filter { $0.gateway == "yunling" }
        let back = start + Interval(seconds: 204 * 60)
        let times = messages.map(\.time)
        let longest = try #require(zip(times, times.dropFirst()).max { $0.1 - $0.0 < $1.1 - $1.0 })
        #expect(longest.1 == back && longest.1 - longest.0 >= Interval(seconds: 27 * 60))
        let burst = messages.filter { $0.time >= back && $0.time < back + Interval(seconds: 60) }
        #expect(burst.count > 200)
    }

    @Test func theShakingReachesEveryStationWithinSeconds() throws {
        let messages = StormEvening(seed: 2_026, start: start).messages
        let shaking = messages.filter { $0.topic.contains("/seismic-") && $0.itemCount == 10 }
        #expect(Set(shaking.map(\.topic)).count == 4 && shaking.count == 4 * 36)
    }

    @Test func gatewaysPublishOnlyBelowTheirOwnDistrict() {
        for message in StormEvening(seed: 5, start: start).messages {
            #expect(message.topic.hasPrefix("city/\(message.gateway)/"))
        }
    }
}
