import Intake
import Telemetry

/// Reads the latest event time of a message before it is stamped: the data clock follows it.
final class EventTimePeek {
    private let parsed = ParsedMessage()

    func latestEventTime(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, limits: IntakeLimits
    ) -> Timestamp? {
        parsed.parse(topic: topic, payload: payload, limits: limits)
        return parsed.latestEventTime
    }
}
