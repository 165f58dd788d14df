import Foundation
import Store

/// What is looked at when everything has stopped.
struct Inspection {
    let served: ServedCity
    let feed: GatewayFeed
    let department: AnsweringDepartment

    func report() throws -> CrashReport {
        var report = CrashReport()
        report.confirmed = feed.confirmedCount
        report.sentAgain = feed.sentAgain
        report.orderKeys = department.keys.count
        report.ordersRepeated = department.repeated
        report.answers = department.answered
        let readings = try StoredReadings.compare(
            folder: served.dataFolder, source: feed.source, mustBeStored: feed.isConfirmed)
        report.stored = readings.rows
        if let problem = readings.problem { report.problems.append(problem) }
        try inspectLog(&report)
        try inspectOrders(&report)
        try inspectExport(&report)
        return report
    }

    /// Chain, head file, and the replay of the journal, by another process.
    private func inspectLog(_ report: inout CrashReport) throws {
        let reader = try StoreReader.open(folder: served.dataFolder)
        let status = try reader.status()
        report.logEntries = status.cursor.logEntries
        report.incidentsClosed = try reader.incidents(open: false, limit: 1_000_000).count
        report.incidents = report.incidentsClosed + status.incidentsOpen
        try reader.forEachLogEntry(from: 1) { stored in
            if stored.entry.text.contains(#""code":"watch_started""#) { report.watchStarts += 1 }
            return true
        }
        let head = served.dataFolder + "/tocsin.head"
        guard FileManager.default.fileExists(atPath: head) else {
            report.problems.append("There is no head file beside the database.")
            return
        }
        let check = try served.run(["log", "verify", "--replay", "--head", head, "--json"], seconds: 300)
        if check.code != 0 {
            report.problems.append(
                "The log is not what the journal leads to (exit code \(check.code)): \(check.output)")
        }
        let problems = try reader.integrityProblems(quick: false)
        if !problems.isEmpty { report.problems.append("The database is damaged: \(problems[0])") }
    }

    /// What was handed over has come to the department, and nothing came that was not ordered.
    private func inspectOrders(_ report: inout CrashReport) throws {
        let reader = try StoreReader.open(folder: served.dataFolder)
        let rows = try reader.outbox(limit: 1_000_000).filter { $0.target == "department/\(CrashCity.department)" }
        let told = Set(rows.filter { $0.state == .handedOver }.map(\.key))
        let lost = told.subtracting(department.keys)
        let invented = department.keys.subtracting(rows.map(\.key))
        if !lost.isEmpty {
            report.problems.append("\(lost.count) messages to the department were handed over and never came.")
        }
        if !invented.isEmpty {
            report.problems.append("\(invented.count) messages came to the department that the outbox does not have.")
        }
        if rows.contains(where: { $0.state == .pending }) {
            report.problems.append("Messages to the department still wait in the outbox.")
        }
    }

    /// The night with its kills, exported and lived through again by other processes, gives its log.
    private func inspectExport(_ report: inout CrashReport) throws {
        struct Summary: Decodable {
            var logHead: String
            var logEntries: Int64

            private enum CodingKeys: String, CodingKey {
                case logHead = "log_head"
                case logEntries = "log_entries"
            }
        }
        let recording = served.folder + "/night.tocsin.jsonl.zst"
        let export = try served.run(["drill", "export", "--output", recording], seconds: 300)
        guard export.code == 0 else {
            report.problems.append("The journal can't be exported (exit code \(export.code)): \(export.output)")
            return
        }
        let again = try served.run(
            ["drill", "run", recording, "--as-recorded", "--quiet", "--json"], data: served.folder + "/again",
            seconds: 600)
        let cursor = try StoreReader.open(folder: served.dataFolder).status().cursor
        guard again.code == 0, let summary = try? JSONDecoder().decode(Summary.self, from: Data(again.output.utf8))
        else {
            report.problems.append(
                "The export can't be played (exit code \(again.code)): \(again.output.prefix(2_000))")
            return
        }
        report.isExportEqual = summary.logHead == cursor.logHead.hex && summary.logEntries == cursor.logEntries
        if !report.isExportEqual {
            report.problems.append(
                "The export gives another log: \(summary.logEntries) entries, head \(summary.logHead); the server's has "
                    + "\(cursor.logEntries), head \(cursor.logHead.hex).")
        }
    }
}
