import CommandLog
import IncidentCommand
import Telemetry

/// Who answers an exercise's orders, after how long and how: what `tocsin drill run --departments FILE` plays. Read by
/// `DepartmentScriptReader`; the same script gives the same answers in every run.
package struct DepartmentScript: Hashable, Sendable {
    /// One answer, so long after the one before it; the first counts from the hand-over.
    package struct Step: Hashable, Sendable {
        package var state: AnswerState
        package var after: Interval
    }

    /// One way in which a department may behave.
    package struct Manner: Hashable, Sendable {
        /// Percent of the orders that are met this way; those of an entry are 100 together.
        package var share: Int
        /// Empty: the department is dead, it never answers.
        package var steps: [Step]
        /// What it says where it declines.
        package var reason: String?
    }

    /// How one department, or every other one, meets its orders.
    package struct Entry: Hashable, Sendable {
        /// An id of the linkage; nil: any department.
        package var department: String?
        /// Orders about these hazards; nil: about any.
        package var hazards: Set<String>?
        /// Who answers.
        package var person: String
        package var manners: [Manner]
    }

    /// The officer of the exercise who rings whom a channel of kind telephone reaches.
    package struct Telephone: Hashable, Sendable {
        /// From when a call is due to when it is made.
        package var after: Interval
        /// Who rings.
        package var officer: String
    }

    /// Decides which orders meet which manner.
    package var seed: UInt64
    /// Nil: calls are due, and nobody makes them.
    package var telephone: Telephone?
    /// The first that fits an order counts; an order that none fits is never answered.
    package var entries: [Entry]

    /// How an order is met: by chance where shares say so, but the same in every run.
    func conduct(department: String, hazard: String, order: String, version: Int) -> (person: String, Manner)? {
        let entry = entries.first { entry in
            (entry.department.map { $0 == department } ?? true) && (entry.hazards.map { $0.contains(hazard) } ?? true)
        }
        guard let entry else { return nil }
        let hash = LogHash.of(Array("\(seed)|\(department)|\(order)|\(version)".utf8)).hex.prefix(12)
        var drawn = Int(UInt64(hash, radix: 16) ?? 0) % 100
        for manner in entry.manners {
            if drawn < manner.share { return (entry.person, manner) }
            drawn -= manner.share
        }
        return nil
    }
}
