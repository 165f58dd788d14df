import CommandLog
import Crypto
import Foundation
import Telemetry
import Views

/// A night's log as a page that a person can review: how often what happened, each incident with the digest of all of its
/// entries, and the duty log in full.
struct NightAccount {
    private struct Incident {
        var title: String
        var entries = 0
        var digest = SHA256()
    }

    private let names: NameBook
    private var dutyLog = DutyLog()
    private var codes: [String: Int] = [:]
    private var incidents: [String: Incident] = [:]
    private var duty: [String] = []

    init(names: NameBook) {
        self.names = names
    }

    mutating func take(_ record: LogRecord) {
        // Which bytes the configuration had is no part of what happened.
        if record.code == "configuration_loaded" { return }
        codes[record.code, default: 0] += 1
        let line = said(record)
        if dutyLog.tells(record) { duty.append(line) }
        guard let id = record.incident else { return }
        let title =
            "\(names.hazard(record.text("hazard") ?? "?", .english)) at \(names.place(record.text("place") ?? "?", .english))"
        var incident = incidents[id] ?? Incident(title: title)
        incident.entries += 1
        incident.digest.update(data: Data("\(record.code) \(line)\n".utf8))
        incidents[id] = incident
    }

    var text: String {
        let counts = codes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let each = incidents.sorted { $0.key < $1.key }.map { id, incident in
            let digest = incident.digest.finalize().prefix(6).map { String(format: "%02x", $0) }.joined()
            return "\(id) \(incident.title): \(incident.entries) entries \(digest)"
        }
        return (["# How often"] + counts + ["", "# Incidents"] + each + ["", "# The duty log"] + duty)
            .joined(separator: "\n") + "\n"
    }

    /// `18:12:24 I-2026-000001 …`, as the feed says it, without day and exercise mark.
    private func said(_ record: LogRecord) -> String {
        let time = String(record.at.iso8601(offsetMinutes: names.utcOffsetMinutes).dropFirst(11).prefix(8))
        let phrase = LogLine.phrase(record, names: names, language: .english)
        return [time, record.incident, phrase].compactMap { $0 }.joined(separator: " ")
    }
}
