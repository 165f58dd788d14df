import Telemetry
import Testing

@testable import Store

/// The newest reading of every series, found in one walk.
@Suite struct LatestTests {
    @Test func theNewestReadingOfEachSeriesIsFoundAndTheLastCorrectionOfIt() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.begin()
        for id in 0..<4 {
            try store.insertSeries(
                SeriesDescription(
                    id: SeriesID(rawValue: Int32(id)), topic: "t\(id)", district: "d", domain: "x", station: "s\(id)",
                    quantity: "q", unit: "m", registered: nil))
        }
        func put(_ series: Int32, _ seconds: Int64, _ value: Double, revision: Int32 = 0) throws {
            try store.insertReading(
                Reading(
                    series: SeriesID(rawValue: series), eventTime: Timestamp(seconds: seconds),
                    receivedAt: Timestamp(seconds: 1_000), value: value, quality: .pass, marks: []), revision: revision)
        }
        try put(0, 100, 1)
        try put(0, 200, 2)
        try put(1, 150, 3)
        try put(1, 150, 4, revision: 1)
        try put(2, 10, 5)
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        let all = try reader.latest(since: .distantPast)
        #expect(
            all.mapValues(\.reading.value) == [
                SeriesID(rawValue: 0): 2, SeriesID(rawValue: 1): 4, SeriesID(rawValue: 2): 5,
            ])
        #expect(all[SeriesID(rawValue: 1)]?.revision == 1)
        // Beyond the horizon nothing is looked for.
        let recent = try reader.latest(since: Timestamp(seconds: 50))
        #expect(Set(recent.keys) == [SeriesID(rawValue: 0), SeriesID(rawValue: 1)])
        store.close()
    }
}
