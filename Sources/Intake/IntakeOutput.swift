import Telemetry

/// What a message brought. `admit` appends; the caller empties it between batches, keeping its memory.
package struct IntakeOutput: Sendable {
    package var readings: [Reading] = []
    package var events: [EventObject] = []
    /// Series that did not exist before, in id order; to be told to others before `readings`.
    package var newSeries: [SeriesID] = []
    /// Series that had no unit and took that of a reading.
    package var changedSeries: [SeriesID] = []
    package var quarantined: [QuarantineRecord] = []

    package init() {}

    package mutating func removeAll() {
        readings.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        newSeries.removeAll(keepingCapacity: true)
        changedSeries.removeAll(keepingCapacity: true)
        quarantined.removeAll(keepingCapacity: true)
    }
}
