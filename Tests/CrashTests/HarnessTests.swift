import CrashHarness
import Testing

/// The comparison must see what it is there for.
struct HarnessTests {
    private let source = ReadingSource(
        stations: CrashCity.stations, perSecond: 5_000, startMicroseconds: 1_780_000_000_000_000, hasSilences: true)

    private func compare(sent: Int, _ change: (Int) -> [ReadingSource.Sent]) -> StoredReadings {
        var stored = StoredReadings(source, sent: sent)
        for number in 0..<sent {
            for reading in change(number) {
                stored.take(
                    station: CrashCity.station(reading.station), microseconds: reading.microseconds,
                    value: reading.value)
            }
        }
        stored.finish(mustBeStored: (0..<sent).map { source[$0] != nil })
        return stored
    }

    private func asSent(_ number: Int) -> [ReadingSource.Sent] { source[number].map { [$0] } ?? [] }

    @Test func whatIsStoredAsSentIsInOrder() {
        #expect(compare(sent: 1_000, asSent).problem == nil)
    }

    @Test func aMissingReadingIsNoticed() {
        #expect(compare(sent: 1_000) { $0 == 77 ? [] : asSent($0) }.missing == [77])
    }

    @Test func aDoubledReadingIsNoticed() {
        #expect(compare(sent: 1_000) { $0 == 77 ? asSent(77) + asSent(77) : asSent($0) }.doubled == [77])
    }

    @Test func aChangedValueIsNoticed() {
        let stored = compare(sent: 1_000) { number in
            asSent(number).map { reading in
                var changed = reading
                if number == 77 { changed.thousandths += 1 }
                return changed
            }
        }
        #expect(stored.foreign == 1)
        #expect(stored.missing == [77])
    }

    @Test func payloadsHoldTheExactDecimals() throws {
        let reading = ReadingSource.Sent(station: 3, microseconds: 1_780_000_000_000_200, thousandths: 2_007)
        #expect(String(decoding: reading.payload, as: UTF8.self) == #"{"t":1780000000.000200,"v":2.007,"u":"m"}"#)
    }

    @Test func thePlanFollowsItsSeed() {
        let plan = CrashPlan(seed: 7, kills: 100, early: 20, brokerStops: 10)
        #expect(plan.kills == CrashPlan(seed: 7, kills: 100, early: 20, brokerStops: 10).kills)
        #expect(plan.kills != CrashPlan(seed: 8, kills: 100, early: 20, brokerStops: 10).kills)
        #expect(plan.kills.count { $0.afterMilliseconds < 300 } == 20)
        #expect(plan.kills.count { $0.stopsBroker } == 10)
    }
}
