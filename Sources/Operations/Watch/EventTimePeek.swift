import Intake
import Telemetry

/// Reads the latest event time of a message before it is stamped: the data clock follows it.
final class EventTimePeek {
    private let parsed = ParsedMessage()

    func latestEventTime(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, intake: Intake) -> Timestamp? {
        intake.parse(topic: topic, payload: payload, into: parsed)
        return parsed.latestEventTime
    }
}
