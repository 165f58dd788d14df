import Telemetry

/// A reading whose flag has changed after it was stored: a new revision of the same value.
package struct RequalifiedReading: Hashable, Sendable {
    /// Marked as a correction; received when the reading came that changed the finding.
    package var reading: Reading
    package var revision: Int32
}
