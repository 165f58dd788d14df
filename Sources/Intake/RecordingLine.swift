import Telemetry

/// One message of a recording. The views live until the parser's next line.
package struct RecordingLine {
    package var topic: UnsafeRawBufferPointer
    package var payload: UnsafeRawBufferPointer
    package var qos: UInt8
    package var retained: Bool
    /// When the recorder received it.
    package var arrival: Timestamp
}

/// A line that is no message of a recording.
package struct RecordingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A full English sentence with the remedy, safe to display.
    package var reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}
