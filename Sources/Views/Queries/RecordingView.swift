import Telemetry

/// `tocsin drill info --json`: what a recording holds.
package struct RecordingView: Hashable, Sendable, Codable {
    package var recording: String
    @Nullable package var title: Bilingual?
    package var source: String
    package var exercise: Bool
    @Nullable package var bundleSHA256: String?
    @Nullable package var rulesSHA256: String?
    @Nullable package var registrySHA256: String?
    @Nullable package var linkageSHA256: String?
    @Nullable package var first: Timestamp?
    @Nullable package var last: Timestamp?
    package var lines: Int
    package var messages: Int
    package var payloadBytes: Int
    package var topics: Int
    package var retained: Int
    /// Messages of which the recorder lost bytes.
    package var damaged: Int
    /// Times before the one above them.
    package var stepsBack: Int
    package var expectations: Int
    package var configurations: Int
    /// Inputs that are no messages, by kind.
    package var inputs: [String: Int]
    /// Where and why the recording can't be read further; null where it is whole.
    @Nullable package var damage: String?

    package init(
        recording: String, title: Bilingual?, source: String, exercise: Bool, bundleSHA256: String?,
        rulesSHA256: String?, registrySHA256: String?, linkageSHA256: String?, first: Timestamp?, last: Timestamp?,
        lines: Int, messages: Int, payloadBytes: Int, topics: Int, retained: Int, damaged: Int, stepsBack: Int,
        expectations: Int, configurations: Int, inputs: [String: Int], damage: String?
    ) {
        self.recording = recording
        self.title = title
        self.source = source
        self.exercise = exercise
        self.bundleSHA256 = bundleSHA256
        self.rulesSHA256 = rulesSHA256
        self.registrySHA256 = registrySHA256
        self.linkageSHA256 = linkageSHA256
        self.first = first
        self.last = last
        self.lines = lines
        self.messages = messages
        self.payloadBytes = payloadBytes
        self.topics = topics
        self.retained = retained
        self.damaged = damaged
        self.stepsBack = stepsBack
        self.expectations = expectations
        self.configurations = configurations
        self.inputs = inputs
        self.damage = damage
    }

    private enum CodingKeys: String, CodingKey {
        case recording, title, source, exercise
        case bundleSHA256 = "bundle_sha256"
        case rulesSHA256 = "rules_sha256"
        case registrySHA256 = "registry_sha256"
        case linkageSHA256 = "linkage_sha256"
        case first, last, lines, messages
        case payloadBytes = "payload_bytes"
        case topics, retained, damaged
        case stepsBack = "steps_back"
        case expectations, configurations, inputs, damage
    }
}

/// What a tool for recordings wrote, as JSON.
package struct RecordingWrittenView: Hashable, Sendable, Codable {
    package var recording: String
    package var lines: Int
    /// What a person should know of it, in English.
    package var notes: [String]

    package init(recording: String, lines: Int, notes: [String]) {
        self.recording = recording
        self.lines = lines
        self.notes = notes
    }
}

/// `tocsin drill info --at --json`: the first line of a recording at a time or later.
package struct RecordingPlaceView: Hashable, Sendable, Codable {
    package var recording: String
    package var line: Int
    package var at: Timestamp
    /// `message`, `end`, or the member that says what the line is.
    package var kind: String
    @Nullable package var topic: String?
    /// The line from which on was read to find it: 2 where no index helped.
    package var readFromLine: Int

    package init(recording: String, line: Int, at: Timestamp, kind: String, topic: String?, readFromLine: Int) {
        self.recording = recording
        self.line = line
        self.at = at
        self.kind = kind
        self.topic = topic
        self.readFromLine = readFromLine
    }

    private enum CodingKeys: String, CodingKey {
        case recording, line, at, kind, topic
        case readFromLine = "read_from_line"
    }
}
