import Telemetry

extension IncidentView {
    /// The incident as it was known at a moment: a fold over its log entries up to then. The log only grows, so this is what
    /// people saw, whatever has been corrected since.
    ///
    /// - Throws: where nothing was known of it yet, or the timeline is not in the view.
    package func known(at moment: Timestamp) throws(ProblemView) -> IncidentView {
        var fold = IncidentFold()
        for entry in timeline where entry.at <= moment { fold.take(entry) }
        guard var view = fold.finished() else {
            throw ProblemView(
                code: "not_known_yet",
                message: Bilingual(
                    chinese: "\(moment.iso8601) 时还没有事件 \(id) 的记录。",
                    english: "Nothing was known of the incident \(id) at \(moment.iso8601)."),
                remedy: Bilingual(
                    chinese: "给出 \(raisedAt.iso8601) 或之后的时间。",
                    english: "Give a time from \(raisedAt.iso8601) on."))
        }
        view.exercise = exercise
        view.timeline = timeline.filter { $0.at <= moment }
        return view
    }
}
