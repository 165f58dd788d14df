import Telemetry

/// One alarm as alarm management sees it: on or off, told or withheld.
package struct ManagedAlarm: Hashable, Sendable, Codable {
    /// The change that raised it last.
    package var raised: AlarmChange
    package var isOn: Bool
    /// Why it is not told; nil while it is told, or off.
    package var withheld: WithholdingReason?
    /// When it was raised lately, oldest first; as many as chattering needs.
    package var raises: [Timestamp]
    package var isChattering: Bool
    package var isStale: Bool
    /// Timers that run for it, each at most once.
    var lookTimer: Int64?
    var staleTimer: Int64?
    var calmTimer: Int64?

    init(raised: AlarmChange) {
        self.raised = raised
        isOn = true
        withheld = nil
        raises = []
        isChattering = false
        isStale = false
    }
}
