import ArgumentParser
import Foundation
import Recordings
import Telemetry
import Views

struct DrillImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a recording of what other programs wrote: mosquitto_sub, mqtt-recorder, tables.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// `-F '%J'`, `-F '%j'` or the lossless columns, known by the first line.
        case mosquitto
        /// Rows of mqtt-recorder.
        case recorder
        /// A table with a mapping.
        case csv
    }

    @OptionGroup var options: GlobalOptions
    @Argument(help: "What to read; - is standard input.")
    var file: String
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The recording; compressed where it ends in .zst.", valueName: "file"))
    var output: String
    @Option(help: "mosquitto, recorder or csv (default: csv with --mapping, recorder for *.csv, else mosquitto).")
    var format: Format?
    @Option(help: ArgumentHelp("How a table's columns become messages, JSON.", valueName: "file"))
    var mapping: String?
    @Option(help: "Which of the mappings in the file (default: the table's name).")
    var name: String?
    @Flag(help: "mqtt-recorder's payloads are base64.")
    var base64 = false
    @Flag(help: "Put everything in the order of its times first; needs memory for all of it.")
    var sort = false
    @Option(help: "What the recording is called.")
    var title = ""

    private var effectiveFormat: Format {
        format ?? (mapping != nil ? .csv : file.lowercased().hasSuffix(".csv") ? .recorder : .mosquitto)
    }

    func run() throws {
        if file != "-" { try InputFile.require(file) }
        let next = try source()
        var waiting: [RecordedItem] = []
        guard let first = try next() else {
            throw RecordingFailure(.format, place: file, "There is nothing in it.")
        }
        if sort {
            waiting = [first]
            while let item = try next() { waiting.append(item) }
            // Stable: what happened at the same time stays in the file's order.
            waiting = waiting.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
                \.element)
        }
        let start = waiting.first?.at ?? first.at
        let header = RecordingHeader(
            title: Bilingual(title.isEmpty ? (file as NSString).lastPathComponent : title), start: start,
            source: "import:\(effectiveFormat.rawValue)")
        let writer = try RecordingWriter(path: output, header: header)
        var damaged = 0
        var raised = 0
        var newest = start
        func write(_ item: RecordedItem) throws {
            var item = item
            // A recorder's clock that was set back: the message still came after the one above it.
            if item.at < newest {
                item.at = newest
                raised += 1
            }
            newest = item.at
            if case .message(let message) = item.line, message.isDamaged { damaged += 1 }
            try writer.append(item)
        }
        if sort {
            for item in waiting { try write(item) }
        } else {
            try write(first)
            while let item = try next() { try write(item) }
        }
        try writer.finish()
        try RecordingReport.write(output, lines: writer.count, options, notes: notes(damaged: damaged, raised: raised))
    }

    private func notes(damaged: Int, raised: Int) -> [Bilingual] {
        var notes: [Bilingual] = []
        if damaged > 0 {
            notes.append(
                Bilingual(
                    chinese: "\(damaged) 条报文的字节数与录制时不符：录制程序丢失了内容。请改用 -F '%U\\t%t\\t%q\\t%r\\t%x' 录制。",
                    english:
                        "\(damaged) messages are shorter or longer than when they were recorded: the recorder lost bytes. "
                        + "Record with -F '%U\\t%t\\t%q\\t%r\\t%x'."))
        }
        if raised > 0 {
            notes.append(
                Bilingual(
                    chinese: "\(raised) 条报文的时间早于上一条，按上一条的时间计；如需排序请加 --sort。",
                    english:
                        "\(raised) messages were earlier than the one above them and count as simultaneous with it; "
                        + "put them in order with --sort."))
        }
        return notes
    }

    /// The items of the file, one by one.
    private func source() throws -> () throws -> RecordedItem? {
        switch effectiveFormat {
        case .mosquitto:
            var stream = try RecordingStream(path: file)
            return { try stream.next() }
        case .recorder:
            var rows = try RecorderCSVImport(path: file, isBase64: base64)
            return { try rows.next() }
        case .csv:
            guard let mapping else {
                throw RecordingFailure(
                    .mapping, place: file, "A table needs --mapping: how its columns become messages.")
            }
            let base = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            var rows = try CSVImport(path: file, mapping: try CSVMapping.load(path: mapping, name: name ?? base))
            return { try rows.next() }
        }
    }
}
