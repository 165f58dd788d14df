import ArgumentParser
import Recordings
import Telemetry
import Views

struct DrillInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "What a recording holds, and whether it is whole.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(help: "Only the first line at this time or later: where it stands and what it is.")
    var at: Timestamp?

    func run() throws {
        try InputFile.require(file)
        if let at { return try show(from: at) }
        let summary = try RecordingSummary.read(path: file)
        let view = RecordingView(summary, path: file)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(RecordingSheet.render(view, language: options.language))
        }
        if summary.damage != nil { throw SilentExit(status: .data) }
    }

    private func show(from moment: Timestamp) throws {
        var stream = try RecordingStream(path: file, from: moment)
        while let item = try stream.next() as RecordedItem? {
            guard item.at >= moment else { continue }
            let view = RecordingPlaceView(
                item, recording: file, line: stream.lineNumber, readFrom: stream.firstLineRead)
            return try options.json
                ? Output.line(ViewJSON.line(view))
                : Output.line(RecordingSheet.render(view, language: options.language))
        }
        throw CommandFailure(
            ProblemView(
                code: "not_found",
                message: Bilingual(chinese: "录制在此之前结束。", english: "The recording ends before that."),
                remedy: Bilingual(
                    chinese: "“tocsin drill info”可看其起止时间。",
                    english: "“tocsin drill info” tells from when to when it goes.")),
            place: file)
    }
}

extension RecordingPlaceView {
    init(_ item: RecordedItem, recording: String, line: Int, readFrom: Int) {
        let kind: String
        var topic: String?
        switch item.line {
        case .message(let message):
            kind = "message"
            topic = DisplayText.safe(bytes: message.topic, limit: 256)
        case .input(let input, _): kind = input.rawValue
        case .bundle: kind = "bundle"
        case .channelFailure: kind = "channel_failure"
        case .expectation: kind = "expect"
        case .end: kind = "end"
        }
        self.init(recording: recording, line: line, at: item.at, kind: kind, topic: topic, readFromLine: readFrom)
    }
}

extension RecordingView {
    init(_ summary: RecordingSummary, path: String) {
        self.init(
            recording: path, title: summary.header?.title, source: summary.header?.source ?? "mosquitto",
            exercise: summary.header?.exercise ?? false, bundleSHA256: summary.header?.bundleSHA256,
            rulesSHA256: summary.header?.rulesSHA256, registrySHA256: summary.header?.registrySHA256,
            linkageSHA256: summary.header?.linkageSHA256, first: summary.first, last: summary.last,
            lines: summary.lines, messages: summary.messages, payloadBytes: summary.payloadBytes,
            topics: summary.topics, retained: summary.retainedMessages, damaged: summary.damagedMessages,
            stepsBack: summary.stepsBack, expectations: summary.expectations, configurations: summary.bundles,
            inputs: Dictionary(uniqueKeysWithValues: summary.inputs.map { ($0.kind.rawValue, $0.count) }),
            damage: summary.damage?.description)
    }
}
