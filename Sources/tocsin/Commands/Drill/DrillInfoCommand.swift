import ArgumentParser
import Recordings
import Views

struct DrillInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "What a recording holds, and whether it is whole.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String

    func run() throws {
        try InputFile.require(file)
        let summary = try RecordingSummary.read(path: file)
        let view = RecordingView(summary, path: file)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(RecordingSheet.render(view, language: options.language))
        }
        if summary.damage != nil { throw SilentExit(status: .data) }
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
