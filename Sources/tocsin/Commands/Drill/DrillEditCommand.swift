import ArgumentParser
import Drills
import Foundation
import Recordings
import Telemetry
import Views

struct DrillEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Trim, move, speed up, filter or anonymise a recording on its way into another file.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The new recording; compressed where it ends in .zst.", valueName: "file"))
    var output: String
    @Option(help: "Leave out what came before this time.")
    var from: Timestamp?
    @Option(help: "Leave out what came at this time or later.")
    var to: Timestamp?
    @Option(help: ArgumentHelp("Keep only topics that match; may be given several times.", valueName: "filter"))
    var topic: [String] = []
    @Option(help: ArgumentHelp("Leave out topics that match; may be given several times.", valueName: "filter"))
    var withoutTopic: [String] = []
    @Option(help: "Move the recording so that it begins then; devices' own times move along.")
    var start: Timestamp?
    @Option(help: ArgumentHelp("Move everything by so much, such as 90m or -1d.", valueName: "interval"))
    var shift: String?
    @Option(help: "So many times as fast: all distances in time are divided by it.")
    var speed = 1.0
    @Option(
        help: ArgumentHelp(
            "Replace people's names and numbers by pseudonyms made with the key in this file.", valueName: "key-file"))
    var anonymise: String?
    @Option(help: "Members that name somebody, besides the usual ones.")
    var member: [String] = []
    @Option(
        help: ArgumentHelp(
            "What must happen from the beginning on, such as '{\"alert\": \"GasHigh\", \"raised\": true}'; may be given "
                + "several times.", valueName: "json"))
    var expect: [String] = []

    func validate() throws {
        guard speed > 0, speed.isFinite else { throw ValidationError("--speed must be more than 0.") }
        if let shift, DrillEditCommand.interval(shift) == nil {
            throw ValidationError("--shift must be a length of time such as 90m or -1d.")
        }
        for filter in topic + withoutTopic where TopicFilter(filter) == nil {
            throw ValidationError("\(filter) is no topic filter: + stands for a whole level, # for all at the end.")
        }
    }

    func run() throws {
        try InputFile.require(file)
        var stream = try RecordingStream(path: file, from: from)
        guard var first = try stream.next() as RecordedItem? else {
            throw RecordingFailure(.format, place: file, "There is nothing in it.")
        }
        var edit = try configured()
        let header = edit.header(
            stream.header
                ?? RecordingHeader(
                    title: Bilingual((file as NSString).lastPathComponent), start: first.at, source: "import:mosquitto")
        )
        let expectations = expect.map { RecordedItem(at: header.start, line: .expectation(json: Array($0.utf8))) }
        for case .expectation(let json) in expectations.map(\.line) {
            _ = try Expectation(json: json, at: header.start)
        }
        let writer = try RecordingWriter(path: output, header: header)
        for item in expectations { try writer.append(item) }
        var left = 0
        while true {
            if edit.isOver(at: first.at) { break }
            if let item = edit.apply(first) {
                try writer.append(item)
            } else if case .end = first.line {
                break
            } else {
                left += 1
            }
            guard let next = try stream.next() as RecordedItem? else { break }
            first = next
        }
        try writer.finish()
        let notes = notes(left: left, unmoved: edit.unmovedPayloads)
        try RecordingReport.write(output, lines: writer.count, options, notes: notes)
    }

    private func notes(left: Int, unmoved: Int) -> [Bilingual] {
        var notes: [Bilingual] = []
        if left > 0 { notes.append(Bilingual(chinese: "略去 \(left) 条。", english: "\(left) lines were left out.")) }
        if unmoved > 0 {
            notes.append(
                Bilingual(
                    chinese: "\(unmoved) 条报文内没有可移动的时间。",
                    english: "\(unmoved) messages say no time of their own that could be moved."))
        }
        return notes
    }

    private func configured() throws -> RecordingEdit {
        var edit = RecordingEdit()
        edit.from = from
        edit.to = to
        edit.topics = topic.compactMap { TopicFilter($0) }
        edit.withoutTopics = withoutTopic.compactMap { TopicFilter($0) }
        edit.start = start
        edit.shift = shift.flatMap(DrillEditCommand.interval) ?? Interval(nanoseconds: 0)
        edit.speed = speed
        if let anonymise {
            let key = Array(try InputFile.contents(anonymise))
            guard key.count >= 16 else {
                throw CommandFailure(
                    ProblemView(
                        code: "bad_request",
                        message: Bilingual(
                            chinese: "化名密钥太短，至少 16 字节。",
                            english: "The key for pseudonyms is too short: 16 bytes at least."),
                        remedy: Bilingual(
                            chinese: "用“head -c 32 /dev/urandom > 文件”生成。",
                            english: "Make one with “head -c 32 /dev/urandom > file”.")), place: anonymise)
            }
            edit.anonymiser = Anonymiser(key: key, members: Anonymiser.defaultMembers + member)
        }
        return edit
    }

    /// An interval with an optional minus.
    private static func interval(_ text: String) -> Interval? {
        if text.hasPrefix("-") {
            return Interval(text: String(text.dropFirst())).map { Interval(nanoseconds: -$0.nanoseconds) }
        }
        return Interval(text: text)
    }
}
