import QualityControl
import Store
import Telemetry

extension StoreCursor {
    /// What quality control had counted at this cursor; zeros where it was written by a version without it.
    package var qualityCounts: QualityCounts {
        extra.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return (try? QualityCounts(from: &reader)) ?? QualityCounts()
        }
    }
}
