/// What a run found, in numbers and sentences.
package struct CrashReport: Sendable {
    package var kills = 0
    package var earlyKills = 0
    package var brokerStops = 0
    package var confirmed = 0
    package var stored = 0
    package var sentAgain = 0
    package var seconds = 0.0
    package var logEntries: Int64 = 0
    package var watchStarts = 0
    package var incidents = 0
    package var incidentsClosed = 0
    package var orderKeys = 0
    package var ordersRepeated = 0
    package var answers = 0
    /// The run's export, played as recorded, gave its log.
    package var isExportEqual = false
    /// What must not be; empty where all held.
    package var problems: [String] = []

    package init() {}

    package var text: String {
        let rate = seconds > 0 ? Int(Double(confirmed) / seconds) : 0
        var lines = [
            "\(kills) kills, \(earlyKills) of them within 300 ms of a start; the broker stopped at \(brokerStops) of them",
            "readings: \(confirmed) confirmed by the broker, \(stored) stored, \(sentAgain) sent again; \(rate) a second",
            "log: \(logEntries) entries, \(watchStarts) starts in it; \(incidents) incidents, \(incidentsClosed) of them closed",
            "orders: \(orderKeys) told, \(ordersRepeated) of them again with the same key; \(answers) answers",
        ]
        lines +=
            problems.isEmpty
            ? [
                "nothing lost, nothing doubled; log and incidents equal the replay, and the export played gives the same log"
            ] : problems
        return lines.joined(separator: "\n")
    }
}
