import API
import IncidentCommand
import LiveServer
import Logging
import Operations
import ServiceLifecycle
import Telemetry
import Views

/// Keeps the state sheet fresh: every few minutes, and within seconds of each change of a life-safety incident. A folder that is full or
/// gone is an alarm to the operator and stops nothing.
struct StateSheetService: Service {
    let server: TocsinServer
    let adapter: ServerAdapter
    let logger: Logger
    private let writer = StateSheetWriter()

    /// Changes that come together make one sheet.
    private static let gatheringSeconds = 2

    func run() async throws {
        let changes = Changes()
        await withTaskGroup { group in
            group.addTask { await follow(changes) }
            group.addTask { await write(changes) }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Notes each entry of the log that is about a life-safety incident.
    private func follow(_ changes: Changes) async {
        for await event in server.feed.subscribe(bufferLimit: 1_000) {
            switch event {
            // Without a sheet nothing is read: a flood brings thousands of entries.
            case .entry(_, let line) where server.city.stateSheet != nil:
                if let record = LogRecord(line: line) { await changes.note(record) }
            case .entry: continue
            case .dropped: await changes.note()
            }
        }
        // The feed ends with the server.
        try? await gracefulShutdown()
    }

    private func write(_ changes: Changes) async {
        var hasFailed = false
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(StateSheetService.gatheringSeconds))
            let settings = server.city.stateSheet
            if let settings {
                do {
                    let open = try adapter.incidents(IncidentQuery(open: true, limit: 1_000))
                    await changes.know(open)
                    try await writer.write(try sheet(open), to: settings.folder)
                    if hasFailed { server.reportStateSheet(failure: nil) }
                    hasFailed = false
                } catch {
                    let text = (error as? StateSheetWriter.Failure)?.message ?? "\(error)"
                    // Said once: trying again every few minutes says nothing new.
                    if !hasFailed {
                        logger.error("state sheet not written", metadata: ["detail": "\(DisplayText.safe(text))"])
                        server.reportStateSheet(failure: text)
                    }
                    hasFailed = true
                }
            }
            let every = (settings?.every ?? Interval(seconds: 300)).nanoseconds
            await changes.wait(nanoseconds: every)
        }
    }

    private func sheet(_ open: [IncidentView]) throws -> StateSheet {
        let loaded = server.loadedCity
        let names = try adapter.names()
        var numbers = StateSheetService.numbers(loaded.linkage)
        // Who is on duty now stands before the party's own numbers.
        for duty in names.duties {
            numbers[duty.party] = [names.telephone(duty.party), duty.number == nil ? nil : numbers[duty.party]]
                .compactMap { $0 }.joined(separator: ", ")
        }
        return StateSheet(
            incidents: open, names: names, numbers: numbers, at: server.live.now,
            gaps: server.live.rosterGaps.map { RosterGapView($0) })
    }

    /// What the linkage files give for telephone channels, by party.
    static func numbers(_ linkage: Linkage) -> [String: String] {
        var numbers: [String: String] = [:]
        let uses =
            linkage.departments.map { ($0.id, $0.channels) } + linkage.officerChannels.map { ($0.officer, $0.channels) }
        for (party, channels) in uses {
            let known = channels.filter { linkage.channel($0.channel)?.kind == .telephone }.compactMap(\.address)
            if !known.isEmpty { numbers[party] = known.joined(separator: ", ") }
        }
        return numbers
    }

    /// Whether something has changed, for one who waits.
    private actor Changes {
        private var hasChanged = false
        private var lifeSafety = LifeSafetyIncidents()
        private var waiter: CheckedContinuation<Void, Never>?

        func note() {
            hasChanged = true
            wake()
        }

        /// - Parameter record: a new entry; noted where it is about a life-safety incident.
        func note(_ record: LogRecord) {
            if lifeSafety.isChanged(by: record) { note() }
        }

        func know(_ open: [IncidentView]) {
            lifeSafety.know(open)
        }

        private func wake() {
            waiter?.resume()
            waiter = nil
        }

        /// Returns at the next change, after a time, or when the task is cancelled.
        func wait(nanoseconds: Int64) async {
            let timer = Task {
                try? await Task.sleep(nanoseconds: UInt64(max(0, nanoseconds)))
                wake()
            }
            await withTaskCancellationHandler {
                if !hasChanged, !Task.isCancelled { await withCheckedContinuation { waiter = $0 } }
            } onCancel: {
                timer.cancel()
            }
            timer.cancel()
            hasChanged = false
        }
    }
}
