import ArgumentParser
import LiveServer
import MQTT
import Recordings
import Telemetry
import Views

struct DrillPublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "演练 EXERCISE: play a recording into a broker for drills, as its sensors would.",
        discussion: """
            Only into an address that is named for drills: under drill_addresses in city.yaml, or by --allow HOST:PORT. \
            Commands, answers taken by telephone and expectations stay here; a recording is read through before the \
            first message leaves.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var access: BrokerOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(help: "max, or so many times as fast as it was recorded.")
    var speed = DrillSpeed(speed: .factor(1))
    @Option(help: ArgumentHelp("An address for drills; may be given several times.", valueName: "host:port"))
    var allow: [String] = []
    @Flag(help: "Move devices' own times so that they are as old when they are sent as they were then.")
    var rebaseTimes = false
    @Flag(help: "Play a damaged recording up to its damage.")
    var upToDamage = false

    func validate() throws {
        guard access.broker != nil else { throw ValidationError("Name the broker with --broker mqtt[s]://HOST:PORT.") }
        if case .step = speed.speed { throw ValidationError("--speed is max or a number here.") }
    }

    func run() throws {
        try InputFile.require(file)
        let configuration = try access.configuration(city: options.city, name: "drill")
        try DrillAddress.require(configuration.endpoint, allowed: allow, city: options.city)
        // A broker takes nothing back: a recording is known to be whole before its first message leaves.
        let damage = try RecordingSummary.read(path: file).damage
        if let damage, !upToDamage { throw damage }
        let publisher = try MQTTPublisher(configuration, status: nil, random: SystemRandomNumberGenerator())
        var stream = try RecordingStream(path: file, allowsNoEnd: upToDamage)
        EarlyStop.listen()
        var player = BrokerPlayer(
            publisher: publisher, endpoint: configuration.endpoint, speed: speed.speed, movesTimes: rebaseTimes,
            clock: .machine)
        Output.note(
            Bilingual(
                chinese: "\(Vocabulary.exerciseMark)：正在向 \(configuration.endpoint) 回放 \(file)，按 Ctrl-C 停止。",
                english: "\(Vocabulary.exerciseMark): playing \(file) into \(configuration.endpoint); Ctrl-C stops it.")[
                    options.language])
        do {
            try player.run(&stream, isStopped: { EarlyStop.wasAsked })
        } catch let failure as RecordingFailure where upToDamage && damage != nil {
            Output.note("\(failure)")
        }
        let view = RecordingPublishedView(
            player.counts, recording: file, broker: configuration.endpoint.description, damage: damage?.description)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(RecordingPublishedSheet.render(view, language: options.language))
        }
        if view.confirmed < view.messages { throw SilentExit(status: .negative) }
        if damage != nil { throw SilentExit(status: .data) }
    }
}

extension RecordingPublishedView {
    init(_ counts: BrokerPlayer.Counts, recording: String, broker: String, damage: String?) {
        self.init(
            recording: recording, broker: broker, messages: counts.messages, confirmed: counts.confirmed,
            refused: counts.refused, leftOut: counts.leftOut, unmovedTimes: counts.unmovedTimes,
            stopped: counts.wasStopped, damage: damage)
    }
}
