import Telemetry

extension StoreReader {
    /// The newest reading of every series, by event time; of corrected ones the last correction. One walk from the newest
    /// reading backwards, which ends when every series has been met.
    ///
    /// - Parameter since: how far back it goes.
    /// - Returns: what was met; a series that has been silent for longer may be missing, and so may one of a database so large
    ///   that the walk would take more than about two seconds.
    package func latest(since: Timestamp) throws(StoreError) -> [SeriesID: StoredReading] {
        let series = try series()
        return try read("read the latest values") { transaction throws(StoreError) in
            var found: [SeriesID: StoredReading] = [:]
            var isMissing = [Bool](repeating: true, count: series.count)
            var missing = series.count
            let statement = try transaction.prepare(
                """
                SELECT t, t_nanoseconds, series, revision, received_at, value, quality, marks, device_quality,
                failed_tests FROM readings
                WHERE t >= ?1 ORDER BY t DESC, series DESC, revision DESC
                """)
            statement.bind(1, StoredTime(since).microseconds)
            defer { statement.reset() }
            do throws(StoreError) {
                while missing > 0, try statement.next() {
                    // A series that came after they were listed has an id beyond them.
                    let id = Int(statement.int32(2))
                    guard isMissing.indices.contains(id), isMissing[id] else { continue }
                    isMissing[id] = false
                    missing -= 1
                    found[series[id].id] = StoredReading(statement, series[id])
                }
            } catch {
                guard error.kind == .interrupted else { throw error }
            }
            return found
        }
    }
}
