import ArgumentParser
import Foundation
import LiveServer
import MQTT
import Recordings
import Telemetry
import Views

struct DrillRecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record what a live broker sends, byte for byte, until Ctrl-C, SIGTERM or --for.",
        discussion: """
            A session of its own, at QoS 1, that leaves nothing behind at the broker. “retain” is what a server would be \
            told: 1 for what the broker had kept, 0 for what is new; with --retain-as-published it is the publisher's.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var access: BrokerOptions
    @Option(help: ArgumentHelp("Topics to record; may be given several times.", valueName: "filter"))
    var topic: [String] = ["city/#"]
    @Option(name: .customLong("for"), help: ArgumentHelp("How long to record, such as 10m.", valueName: "interval"))
    var length: String?
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The recording; compressed where it ends in .zst.", valueName: "file"))
    var output: String
    @Option(
        help: ArgumentHelp(
            "wall, or the clock of an exercise, exercise:START,SPEED: it stands at START until the first message.",
            valueName: "clock"))
    var clock = "wall"
    @Option(help: "What the recording is called.")
    var title = ""
    @Flag(help: "Leave out what the broker had kept from before.")
    var withoutRetained = false
    @Flag(help: "Record the retain flag that publishers gave, for playing into a broker again.")
    var retainAsPublished = false
    @Flag(help: "Write over a file that is there.")
    var force = false

    func validate() throws {
        for filter in topic where TopicFilter(filter) == nil {
            throw ValidationError("\(filter) is no topic filter: + stands for a whole level, # for all at the end.")
        }
        if let length, (Interval(text: length) ?? .zero) <= .zero {
            throw ValidationError("--for must be a length of time such as 10m.")
        }
    }

    private func mode() throws -> ClockMode {
        guard let mode = ClockMode(text: clock), mode != .data else {
            throw ValidationError(
                "“\(DisplayText.safe(clock, limit: 100))” is no clock to record by. Write wall, or exercise:START,SPEED such "
                    + "as exercise:2026-07-01T18:00:00+08:00,60.")
        }
        return mode
    }

    func run() throws {
        let mode = try mode()
        if !force { try OutputFile.requireAbsent(output) }
        let configuration = try access.configuration(city: options.city, name: "record")
        let subscriptions = try topic.map { filter in
            try MQTTSubscription(
                filter: filter, quality: 1, retained: withoutRetained ? .ignored : .delivered,
                keepsRetainFlag: retainAsPublished)
        }
        let session = try MQTTSession(
            configuration, subscriptions: subscriptions, cleanStart: true, random: SystemRandomNumberGenerator())
        let readings = ClockReadings.machine
        var start = Timestamp(nanoseconds: readings.wallNanoseconds())
        var speed: Double?
        if case .exercise(let exerciseStart, let exerciseSpeed) = mode {
            (start, speed) = (exerciseStart, exerciseSpeed)
        }
        let writer = try RecordingWriter(
            path: output,
            header: RecordingHeader(
                title: Bilingual(title), start: start, exercise: mode.isExercise, source: "record"))
        EarlyStop.listen()
        var recorder = BrokerRecorder(
            session: session, endpoint: configuration.endpoint, filters: topic.count, writer: writer, start: start,
            exerciseSpeed: speed, clock: readings)
        let language = options.language
        do {
            try recorder.run(for: length.flatMap { Interval(text: $0) }, isStopped: { EarlyStop.wasAsked }) {
                Output.note(
                    Bilingual(
                        chinese: "正在录制 \(configuration.endpoint) → \(output)，按 Ctrl-C 结束。",
                        english: "Recording \(configuration.endpoint) into \(output); Ctrl-C ends it.")[language])
            }
        } catch {
            // A file in which nothing stands would only be in the way of the next attempt.
            if writer.count == 0, output != "-" { try? FileManager.default.removeItem(atPath: output) }
            throw error
        }
        try RecordingReport.write(output, lines: writer.count, options, notes: notes(gaps: recorder.gaps))
    }

    private func notes(gaps: Int) -> [Bilingual] {
        guard gaps > 0 else { return [] }
        return [
            Bilingual(
                chinese: "录制中与消息代理断开 \(gaps) 次，期间的报文缺失，已在录制中注明。",
                english:
                    "The broker was lost \(gaps) times meanwhile; what was sent then is missing, as the recording says."
            )
        ]
    }
}
