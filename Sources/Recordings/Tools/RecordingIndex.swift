import Foundation
import Telemetry

/// Where to begin reading for a moment: a place every so many lines. Kept beside the recording as `<name>.index`.
package struct RecordingIndex: Hashable, Sendable, Codable {
    package struct Place: Hashable, Sendable, Codable {
        package var line: Int
        /// Byte of the uncompressed file at which the line after it begins.
        package var offset: UInt64
        package var at: Timestamp
    }

    /// Lines between two places.
    package static let stride = 10_000

    /// Bytes of the recording when the index was made; another size means that it is out of date.
    package var bytes: UInt64
    package var places: [Place]

    package init(bytes: UInt64, places: [Place]) {
        self.bytes = bytes
        self.places = places
    }

    /// The last place before `moment`; nil where the recording begins later.
    package func place(before moment: Timestamp) -> Place? {
        places.last { $0.at < moment }
    }
}
