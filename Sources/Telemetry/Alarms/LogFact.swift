/// What happened, before it becomes an entry of the command log: a code and named values in the order they are written.
/// Holds no localised text, so that the log does not depend on the reader's language.
package struct LogFact: Hashable, Sendable {
    /// English snake_case code: `alarm_raised`, `order_acknowledged`.
    package var code: String
    /// Incident that it belongs to, and that incident's version after it.
    package var incident: String?
    package var incidentVersion: Int?
    package var fields: [Field]

    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: LogValue

        package init(_ name: String, _ value: LogValue) {
            self.name = name
            self.value = value
        }
    }

    package init(_ code: String, incident: String? = nil, incidentVersion: Int? = nil, fields: [Field] = []) {
        self.code = code
        self.incident = incident
        self.incidentVersion = incidentVersion
        self.fields = fields
    }
}

/// A value in a log entry; written as JSON. Not `indirect`: lists and objects are boxed already, and an incident has a
/// hundred values.
package enum LogValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case time(Timestamp)
    case interval(Interval)
    case list([LogValue])
    case object([LogFact.Field])
    case null
}
