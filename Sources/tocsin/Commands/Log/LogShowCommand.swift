import ArgumentParser
import Foundation
import Views

struct LogShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Log entries as plain lines; with --follow also those that come.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "From this entry on.")
    var from: Int64?
    @Option(help: "The last so many entries (default 50).")
    var last: Int64?
    @Option(help: "Only entries of this incident.")
    var incident: String?
    @Flag(help: "Go on with entries as they are committed, until interrupted or the server stops.")
    var follow = false
    @Flag(help: "Only what began, got worse or ended, and what went wrong; not each step in between.")
    var brief = false
    @Flag(help: "As a duty officer's own log: with the orders given, and what repeats told once.")
    var duty = false

    func validate() throws {
        if brief, duty { throw ValidationError("Give --brief or --duty, not both.") }
    }

    func run() async throws {
        if follow { return try await withServer(options) { try await followLog($0) } }
        try await withAccess(options) { access in
            let names = try await access.names()
            let first = try await firstEntry { try await access.status().logEntries }
            var dutyLog = DutyLog()
            try await access.log(from: first) { entry in
                try show(entry, names, &dutyLog)
                return true
            }
        }
    }

    private func firstEntry(_ entries: () async throws -> Int64) async throws -> Int64 {
        if let from { return max(1, from) }
        if last == nil, incident != nil { return 1 }
        return max(1, try await entries() - max(0, last ?? 50) + 1)
    }

    private func show(_ entry: LogEntryView, _ names: NameBook, _ dutyLog: inout DutyLog) throws {
        if incident != nil || brief || duty {
            guard let record = LogRecord(line: entry.line), incident.map({ $0 == record.incident }) ?? true else {
                return
            }
            // What has no word of its own is never left out.
            if brief, let code = LogCode(rawValue: record.code), !code.isBrief { return }
            if duty, !dutyLog.tells(record) { return }
        }
        if options.json {
            try Output.write(bytes: entry.line + [UInt8(ascii: "\n")])
        } else {
            try Output.line(LogLine.render(entry, names: names, language: options.language))
        }
    }

    /// Asks again from where it was dropped for being slow; ends when the server does.
    private func followLog(_ client: SocketClient) async throws {
        let names = try await client.get(NameBook.self, "names")
        var next = try await firstEntry { try await client.get(StatusView.self, "status").logEntries }
        var dutyLog = DutyLog()
        while true {
            var wasDropped = false
            let query = [URLQueryItem(name: "from", value: String(next)), URLQueryItem(name: "follow", value: "true")]
            try await client.lines("log", query: query) { line in
                guard let record = LogRecord(line: line) else {
                    wasDropped = true
                    return false
                }
                next = record.number + 1
                try show(LogEntryView(number: record.number, line: line), names, &dutyLog)
                return true
            }
            if !wasDropped { break }
            Output.note(
                options.language == .chinese
                    ? "tocsin：接收过慢，从第 \(next) 条重新读取。"
                    : "tocsin: too slow for the feed; reading again from entry \(next).")
        }
        Output.note(options.language == .chinese ? "tocsin：服务已停止。" : "tocsin: the server has stopped.")
    }
}
