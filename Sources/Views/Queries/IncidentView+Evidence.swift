import Telemetry

extension IncidentView {
    /// A person found that nothing was there.
    package struct FalseAlarm: Hashable, Sendable, Codable {
        package var at: Timestamp
        package var by: String
        package var reason: String

        package init(at: Timestamp, by: String, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    /// The sum of all that was added to one figure.
    package struct FigureTotal: Hashable, Sendable, Codable {
        /// `deaths`, `missing`, `serious_injuries`, `injuries`, `people_to_move`, `people_moved`, `loss_yuan`.
        package var figure: String
        package var total: Int64
        package var additions: Int

        package init(figure: String, total: Int64, additions: Int) {
            self.figure = figure
            self.total = total
            self.additions = additions
        }
    }
}
