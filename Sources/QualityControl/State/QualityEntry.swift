import Telemetry

/// One of the last readings of a series, as the tests look back on it.
struct QualityEntry: Sendable {
    /// Event time.
    var nanoseconds: Int64
    var value: Double
    /// First value of the run of nearly equal readings that it belongs to.
    var runValue = 0.0
    /// Its place in that run, from 1; 0 where there is none.
    var runLength = Int32(0)
    /// Of the newest row stored for it.
    var revision: Int32
    var findings: QualityFindings
    var marks: UInt8
    /// `QualityFlag`'s number: what the device said.
    var device: UInt8

    /// The device itself says that there is no good value, or the sensor cannot measure it: no other reading is held
    /// against it.
    var isUnsound: Bool {
        device >= QualityFlag.fail.rawValue || findings.contains(.sensorSpan)
    }

    /// Other readings may be held against it.
    var isReference: Bool {
        !isUnsound && findings.isDisjoint(with: [.spike, .spikeFails])
    }

    var deviceFlag: QualityFlag { QualityFlag(rawValue: device) ?? .notEvaluated }
    var flag: QualityFlag { QualityFlag.worse(deviceFlag, findings.flag) }

    /// Whole microseconds, rounded towards the past: the store's key. Two readings of one are a correction.
    var microseconds: Int64 { QualityEntry.microseconds(nanoseconds) }

    /// From one event time to a later one; the longest length of time where it is longer still.
    static func elapsed(from earlier: Int64, to later: Int64) -> Int64 {
        let (difference, overflow) = later.subtractingReportingOverflow(earlier)
        return overflow ? .max : difference
    }

    static func microseconds(_ nanoseconds: Int64) -> Int64 {
        nanoseconds >= 0 ? nanoseconds / 1_000 : (nanoseconds + 1) / 1_000 - 1
    }
}
