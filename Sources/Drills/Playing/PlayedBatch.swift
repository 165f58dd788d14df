import Intake
import Operations
import Recordings

/// Lines of a recording, and what their payloads say where that is read for several runs at once.
///
/// `@unchecked Sendable` for the same reason as its two parts: one thread fills it, and nobody reads it meanwhile.
final class PlayedBatch: @unchecked Sendable {
    let lines = RecordedBatch()
    /// At each place what the line there holds; nil where every run reads for itself.
    let readAhead: ParsedBatch?

    init(isReadAhead: Bool) {
        readAhead = isReadAhead ? ParsedBatch() : nil
    }

    /// The next lines of a recording, in the room of those before; what comes before a fault is there when it is thrown.
    ///
    /// - Returns: false at the end.
    /// - Throws: `RecordingFailure`.
    func fill(from stream: inout RecordingStream) throws -> Bool {
        defer { readPayloads() }
        return try stream.fill(lines)
    }

    private func readPayloads() {
        guard let readAhead else { return }
        readAhead.removeAll()
        for index in 0..<lines.count {
            if case .message(let topic, let payload, _, _) = lines.view(index), !AnswerReader.isAnswer(topic: topic) {
                readAhead.append(topic: topic, payload: payload)
            } else {
                readAhead.appendNothing()
            }
        }
    }
}
