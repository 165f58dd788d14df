import Telemetry

/// A share of orders that must be within a time; the city's data, with its source.
package struct ResponseStandard: Hashable, Sendable {
    package var phase: ResponseTimes.Phase
    /// Nil: every department.
    package var departments: Set<String>?
    /// 1 … 100.
    package var percent: Int
    package var within: Interval
    package var source: String

    package init(
        phase: ResponseTimes.Phase, departments: Set<String>?, percent: Int, within: Interval, source: String
    ) {
        self.phase = phase
        self.departments = departments
        self.percent = percent
        self.within = within
        self.source = source
    }

    func applies(to department: String, _ phase: ResponseTimes.Phase) -> Bool {
        self.phase == phase && (departments.map { $0.contains(department) } ?? true)
    }
}
