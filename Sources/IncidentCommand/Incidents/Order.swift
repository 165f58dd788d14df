import Telemetry

/// What one department has to do about an incident: a clock of its own that nobody else's answer stops.
package struct Order: Hashable, Sendable, Codable {
    /// `O-2026-000123`.
    package var id: String
    /// From 1; an upgrade issues the order anew with the next version.
    package var version: Int
    package var department: String
    /// In the order in which they are tried; never empty.
    package var channels: [OrderChannel]
    /// Which of them has the order now, from 0.
    package var channelPlace = 0
    package var role: MatrixEntry.Role
    package var mode: MatrixEntry.Mode
    package var tasks: [Bilingual]
    package var state: OrderState
    package var acknowledgeWithin: Interval
    package var handOverWithin: Interval
    package var decideWithin: Interval
    package var firstFeedbackWithin: Interval?
    package var progressEvery: Interval?
    package var ladder: Ladder

    /// The newest version's times; nil where it did not come to that.
    package var proposedAt: Timestamp?
    package var issuedAt: Timestamp?
    package var handedOverAt: Timestamp?
    package var acknowledgedAt: Timestamp?
    package var acceptedAt: Timestamp?
    package var enRouteAt: Timestamp?
    package var onSceneAt: Timestamp?
    package var underWayAt: Timestamp?
    /// The newest report of progress.
    package var progressAt: Timestamp?
    package var finishedAt: Timestamp?

    package var decideBy: Timestamp?
    package var handOverBy: Timestamp?
    /// Runs from the hand-over to the channel.
    package var acknowledgeBy: Timestamp?
    /// By when the next word is awaited from a department that has answered.
    package var feedbackBy: Timestamp?

    /// Who answered last, and why it was declined.
    package var person: String?
    package var reason: String?
    /// The order that its tasks were given to.
    package var reassignedTo: String?
    /// The ladder being climbed; nil while nobody is late, and after the department answered.
    package var climb: Climb?
    /// Ladders begun so far, over all versions; part of the keys of what they tell.
    package var climbs: Int
    /// Whether the department was ever told, and whether it was told the end since.
    package var wasTold: Bool
    package var endTold: Bool
    /// How its end was told; nil while it runs.
    package var end: EndTelling?
    /// Why the newest version was issued; nil before.
    package var issuedBecause: TellReason?
    /// The newest answers, at most `answerLimit`, also those that changed nothing.
    package var answers: [KeptAnswer]
    /// All answers that ever came.
    package var answerCount: Int

    /// The merged incidents by which it came, each into the next; empty for the incident's own.
    package var way: [String] = []

    /// Timers that run for it; ids in the timer queue.
    var handOverTimer: Int64?
    var acknowledgementTimer: Int64?
    var decisionTimer: Int64?
    var climbTimer: Int64?
    var feedbackTimer: Int64?

    /// Answers kept with an order; older ones are in the log.
    package static let answerLimit = 32

    init(id: String, entry: MatrixEntry, channels: [OrderChannel]) {
        self.id = id
        self.version = 0
        self.department = entry.department
        self.channels = channels
        self.role = entry.role
        self.mode = entry.mode
        self.tasks = entry.tasks
        self.state = .proposed
        self.acknowledgeWithin = entry.acknowledgeWithin
        self.handOverWithin = entry.handOverWithin
        self.decideWithin = entry.decideWithin
        self.firstFeedbackWithin = entry.firstFeedbackWithin
        self.progressEvery = entry.progressEvery
        self.ladder = entry.ladder
        self.climbs = 0
        self.wasTold = false
        self.endTold = false
        self.answers = []
        self.answerCount = 0
    }

    /// Takes over a row's terms for the next version; the last version's times are over.
    mutating func renew(_ entry: MatrixEntry, channels: [OrderChannel]) {
        self.channels = channels
        channelPlace = 0
        end = nil
        role = entry.role
        tasks = entry.tasks
        acknowledgeWithin = entry.acknowledgeWithin
        handOverWithin = entry.handOverWithin
        decideWithin = entry.decideWithin
        firstFeedbackWithin = entry.firstFeedbackWithin
        progressEvery = entry.progressEvery
        ladder = entry.ladder
        clearTimes()
    }

    private mutating func clearTimes() {
        (proposedAt, issuedAt, handedOverAt, acknowledgedAt) = (nil, nil, nil, nil)
        (acceptedAt, underWayAt, finishedAt) = (nil, nil, nil)
        (enRouteAt, onSceneAt, progressAt) = (nil, nil, nil)
        (decideBy, handOverBy, acknowledgeBy, feedbackBy) = (nil, nil, nil, nil)
        (person, reason, reassignedTo, climb) = (nil, nil, nil, nil)
    }

    /// The terms as an entry of the matrix: for giving the same tasks to another department.
    func entry(for department: String) -> MatrixEntry {
        MatrixEntry(
            department: department, role: role, mode: .auto, tasks: tasks, acknowledgeWithin: acknowledgeWithin,
            handOverWithin: handOverWithin, decideWithin: decideWithin, firstFeedbackWithin: firstFeedbackWithin,
            progressEvery: progressEvery, ladder: ladder)
    }

    /// The channel that has the order now.
    package var channel: String { channels.indices.contains(channelPlace) ? channels[channelPlace].id : "" }

    var hasNextChannel: Bool { channelPlace + 1 < channels.count }

    /// How long the channel that has it now may take.
    var currentHandOverWithin: Interval {
        channels.indices.contains(channelPlace) ? channels[channelPlace].handOverWithin : handOverWithin
    }

    /// The time that somebody has to act by next; nil where no clock runs.
    package var deadline: Timestamp? {
        switch state {
        case .proposed: decideBy
        case .issued: handOverBy
        case .handedOver: acknowledgeBy
        case .acknowledged, .accepted, .enRoute, .onScene, .underWay: feedbackBy
        case .declined, .done, .stoodDown, .reassigned, .rejected: nil
        }
    }

    /// An answer as it came, and what it changed.
    package struct KeptAnswer: Hashable, Sendable, Codable {
        package var at: Timestamp
        package var version: Int
        package var state: AnswerState
        package var person: String
        package var via: String
        package var accepted: Bool
        /// Why it changed nothing; nil where it was accepted.
        package var keptBecause: String?
    }
}
