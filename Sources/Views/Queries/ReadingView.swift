import Telemetry

/// One stored reading: `GET /v1/readings/{station}`, `tocsin readings STATION`.
package struct ReadingView: Hashable, Sendable, Codable {
    package var station: String
    package var quantity: String
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    /// In `unit`.
    package var value: Double
    package var unit: String
    /// QARTOD number: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing.
    package var quality: Int
    /// What the device said, by the same numbers; `quality` is the worse of this and of what quality control finds.
    package var deviceQuality: Int
    /// Tests of quality control that it did not pass: `sensor_span`, `spike`, …
    package var failedTests: [String]
    /// 0 for the first value of that time; each correction counts one up.
    package var revision: Int
    /// English snake_case words, in a fixed order: `late`, `clock_disbelieved`, …
    package var marks: [String]

    package init(
        station: String, quantity: String, eventTime: Timestamp, receivedAt: Timestamp, value: Double, unit: String,
        quality: Int, deviceQuality: Int? = nil, failedTests: [String] = [], revision: Int, marks: [String]
    ) {
        self.station = station
        self.quantity = quantity
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.value = value
        self.unit = unit
        self.quality = quality
        self.deviceQuality = deviceQuality ?? quality
        self.failedTests = failedTests
        self.revision = revision
        self.marks = marks
    }

    package init(_ reading: Reading, series: SeriesDescription, revision: Int) {
        self.init(
            station: series.station, quantity: series.quantity, eventTime: reading.eventTime,
            receivedAt: reading.receivedAt, value: reading.value, unit: series.unit,
            quality: Int(reading.quality.rawValue), deviceQuality: Int(reading.deviceQuality.rawValue),
            failedTests: reading.failedTests.names, revision: revision, marks: ReadingView.words(of: reading.marks))
    }

    package static func words(of marks: ReadingMarks) -> [String] {
        let words: [(ReadingMarks, String)] = [
            (.timeOfReceipt, "time_of_receipt"), (.clockDisbelieved, "clock_disbelieved"),
            (.unprotected, "unprotected"),
            (.late, "late"), (.beyondHorizon, "beyond_horizon"), (.correction, "correction"), (.boolean, "boolean"),
            (.unverified, "unverified"),
        ]
        return words.filter { marks.contains($0.0) }.map(\.1)
    }

    private enum CodingKeys: String, CodingKey {
        case station, quantity
        case eventTime = "event_time"
        case receivedAt = "received_at"
        case value, unit, quality
        case deviceQuality = "device_quality"
        case failedTests = "failed_tests"
        case revision, marks
    }
}
