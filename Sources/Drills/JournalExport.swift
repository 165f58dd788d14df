import CommandLog
import Configuration
import Operations
import Recordings
import Store
import Telemetry

/// Makes a recording of what a server lived through: every input of its journal, byte for byte, and the configurations that
/// they name. Played as recorded it gives that run's log. A running server is not disturbed.
package struct JournalExport {
    package let reader: StoreReader

    package init(reader: StoreReader) {
        self.reader = reader
    }

    /// - Parameters:
    ///   - path: where the recording is written; compressed where it ends in `.zst`.
    ///   - title: what the recording is called.
    /// - Returns: how many inputs were written.
    /// - Throws: `StoreError`, `CodingFault`, `RecordingFailure`, `DrillError` where the journal is empty.
    package func write(to path: String, title: Bilingual) throws -> Int {
        let status = try reader.status()
        guard let first = try firstMoment() else {
            throw DrillError(message: "The journal in \(reader.folder) holds nothing yet.")
        }
        if first.sequence > 1 {
            throw DrillError(
                message:
                    "The journal in \(reader.folder) begins with input \(first.sequence): what came before is past "
                    + "its retention, so that it can't be played from the beginning. Export from a backup.")
        }
        let writer = try RecordingWriter(path: path, header: try header(from: first.at, title: title))
        // A question may not be asked from within another.
        let bundles = try StoreReader.open(folder: reader.folder)
        var known: Set<String> = []
        try reader.forEachJournalBatch(after: 0, through: status.cursor.journalSequence) { batch in
            try JournalDecoder.forEachInput(of: batch.blob) { view, at, _ in
                if case .other(.configuration(let sha256)) = view, known.insert(sha256).inserted {
                    try writer.append(try JournalExport.bundle(sha256, at: at, from: bundles))
                }
                try writer.append(RecordedItem(at: at, line: JournalExport.line(view)))
            }
        }
        try writer.finish(at: status.cursor.firedThrough)
        return writer.count - known.count
    }

    private func firstMoment() throws -> (sequence: Int64, at: Timestamp)? {
        struct Found: Error {
            var sequence: Int64
            var at: Timestamp
        }
        do {
            try reader.forEachJournalBatch(after: 0) { batch in
                try JournalDecoder.forEachInput(of: batch.blob) { _, at, _ in
                    throw Found(sequence: batch.first, at: at)
                }
            }
            return nil
        } catch let found as Found {
            return (found.sequence, found.at)
        }
    }

    /// The header names the first configuration: it is the one that the run began with.
    private func header(from start: Timestamp, title: Bilingual) throws -> RecordingHeader {
        struct Found: Error { var sha256: String }
        var header = RecordingHeader(title: title, start: start, source: "export")
        do {
            try reader.forEachJournalBatch(after: 0) { batch in
                try JournalDecoder.forEachInput(of: batch.blob) { view, _, _ in
                    if case .other(.started(let json)) = view {
                        header.exercise = try InputJSON.decode(StartInput.self, from: json).exercise
                    }
                    if case .other(.configuration(let sha256)) = view { throw Found(sha256: sha256) }
                }
            }
        } catch let found as Found {
            header.bundleSHA256 = found.sha256
            if let loaded = LogHash(hex: found.sha256).flatMap({ try? reader.configuration(sha256: $0) }),
                let bundle = ConfigurationBundle(canonicalBytes: loaded)
            {
                let sums = ConfigurationChecksums(bundle)
                header.rulesSHA256 = sums.rules
                header.registrySHA256 = sums.registry
                header.linkageSHA256 = sums.linkage
            }
        }
        return header
    }

    private static func bundle(_ sha256: String, at: Timestamp, from reader: StoreReader) throws -> RecordedItem {
        guard let hash = LogHash(hex: sha256), let bytes = try reader.configuration(sha256: hash) else {
            throw DrillError(
                message: "The configuration \(sha256.prefix(16))… that the journal names is not in the database. "
                    + "Restore the newest backup.")
        }
        return RecordedItem(at: at, line: .bundle(sha256: sha256, bytes: bytes))
    }

    private static func line(_ view: JournalInputView) -> RecordedLine {
        switch view {
        case .message(let topic, let payload, let qos, let retained):
            .message(RecordedMessage(topic: Array(topic), payload: Array(payload), qos: qos, retained: retained))
        case .other(let input):
            switch input {
            case .message(let topic, let payload, let qos, let retained):
                .message(RecordedMessage(topic: topic, payload: payload, qos: qos, retained: retained))
            case .command(let json): .input(.command, json: json)
            case .alarmCommand(let json): .input(.alarmCommand, json: json)
            case .peopleCommand(let json): .input(.peopleCommand, json: json)
            case .delivery(let json): .input(.delivery, json: json)
            case .configuration(let sha256): .input(.configuration, json: Array("\"\(sha256)\"".utf8))
            case .started(let json): .input(.started, json: json)
            case .intakeGap(let json): .input(.intakeGap, json: json)
            case .clockStep(let json): .input(.clockStep, json: json)
            case .repeated(let count): .input(.repeated, json: Array("\(count)".utf8))
            case .stopped: .input(.stopped, json: Array("{}".utf8))
            }
        }
    }
}
