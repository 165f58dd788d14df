import Foundation
import Store
import Telemetry
import TestSupport
import Testing

@testable import Drills

/// What a run that is thrown away keeps of its readings answers as the table does.
@Suite struct ReadingChainsTests {
    @Test func chainsAnswerAsTheTable() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("reading chains, seed \(seed)")
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        let store = try Store.open(
            folder: folder.path + "/table", newToken: "t", at: Timestamp(nanoseconds: 0), options: .test)
        defer { store.close() }
        let chains = try ReadingChains(folder: folder.path)
        try store.begin()
        var newest = [Int64](repeating: 0, count: 7)
        // Enough of one series that blocks go to the file.
        for number in 0..<40_000 {
            let series = random.chance(60) ? 3 : random.int(0...6)
            // Mostly later than all before; some of them late, a few at the very same time or within its microsecond.
            let time: Int64
            switch random.int(0...9) {
            case 0: time = max(0, newest[series] - Int64(random.int(0...200)) * 1_000_000)
            case 1: time = newest[series] + Int64(random.int(0...900))
            default: time = newest[series] + Int64(random.int(1...3)) * 1_000_000
            }
            newest[series] = max(newest[series], time)
            var reading = Reading(
                series: SeriesID(rawValue: Int32(series)), eventTime: Timestamp(nanoseconds: time),
                receivedAt: Timestamp(nanoseconds: Int64(number)), value: random.double(0...9),
                quality: random.chance(10) ? .suspect : .pass, marks: random.chance(10) ? [.late] : [])
            if random.chance(5) { reading.quality = .fail }
            let revision = Int32(random.int(0...2))
            try store.insertReading(reading, revision: revision)
            try chains.insert(reading, revision: revision)
            guard number % 7 == 0 else { continue }
            let asked = SeriesID(rawValue: Int32(random.int(0...7)))
            let back = Int64(random.int(0...400)) * 1_000_000
            let when = Timestamp(nanoseconds: max(0, newest[min(6, asked.index)] - back))
            let bound = Timestamp(nanoseconds: Int64(number) - Int64(random.int(-1...20_000)))
            var wanted: [StoredRevision] = []
            var found: [StoredRevision] = []
            try store.storedValues(series: asked, eventTime: when, receivedBefore: bound, into: &wanted)
            try chains.storedValues(series: asked, eventTime: when, receivedBefore: bound, into: &found)
            #expect(found == wanted, "reading \(number) of seed \(seed)")
        }
        store.rollback()
    }
}
