import Operations
import QualityControl
import Store
import Telemetry
import Views

extension QualityView {
    /// What a stored cursor says of quality control.
    init(_ cursor: StoreCursor) {
        let counts = cursor.qualityCounts
        self.init(
            passed: counts.passed, notEvaluated: counts.notEvaluated, suspect: counts.suspect, failed: counts.failed,
            missing: counts.missing, revised: counts.revised,
            failedTests: zip(QualityTests.named, counts.byTest).map { Test(test: $0.name, count: $1) })
    }
}
