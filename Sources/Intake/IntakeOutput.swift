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
        // Emptying what is empty is a call all the same, and these are emptied once a message.
        if !readings.isEmpty { readings.removeAll(keepingCapacity: true) }
        if !events.isEmpty { events.removeAll(keepingCapacity: true) }
        if !newSeries.isEmpty { newSeries.removeAll(keepingCapacity: true) }
        if !changedSeries.isEmpty { changedSeries.removeAll(keepingCapacity: true) }
        if !quarantined.isEmpty { quarantined.removeAll(keepingCapacity: true) }
    }
}
