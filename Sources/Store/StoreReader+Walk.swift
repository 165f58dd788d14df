import Telemetry

extension StoreReader {
    /// Hands out every stored reading, corrections included, in the order of event time, series and revision. Read in
    /// bounded transactions, so that the write-ahead log can be reused meanwhile.
    package func forEachReading(_ body: (StoredReading) throws -> Void) throws {
        let series = try series()
        var last: (t: Int64, series: Int32, revision: Int32) = (.min, .min, .min)
        while true {
            let page = try readings(after: last, of: series)
            for reading in page.rows { try body(reading) }
            guard let end = page.last else { return }
            last = end
        }
    }

    private static let walkRows = 20_000

    private func readings(
        after key: (t: Int64, series: Int32, revision: Int32), of series: [SeriesDescription]
    ) throws(StoreError) -> (rows: [StoredReading], last: (t: Int64, series: Int32, revision: Int32)?) {
        try read("read all readings") { transaction throws(StoreError) in
            let statement = try transaction.prepare(
                """
                SELECT t, t_nanoseconds, series, revision, received_at, value, quality, marks, device_quality,
                failed_tests FROM readings
                WHERE (t, series, revision) > (?1, ?2, ?3) ORDER BY t, series, revision LIMIT ?4
                """)
            statement.bind(1, key.t)
            statement.bind(2, key.series)
            statement.bind(3, key.revision)
            statement.bind(4, StoreReader.walkRows)
            var rows: [StoredReading] = []
            var last: (t: Int64, series: Int32, revision: Int32)?
            while try statement.next() {
                let id = Int(statement.int32(2))
                last = (statement.int64(0), statement.int32(2), statement.int32(3))
                // A series that came while this walked is new, and so are its readings. Ids are numbered from 0.
                guard series.indices.contains(id) else { continue }
                rows.append(StoredReading(statement, series[id]))
            }
            return (rows, last)
        }
    }
}
