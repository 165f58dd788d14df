import Telemetry

/// How far a ladder has been climbed for one party.
package struct Climb: Hashable, Sendable, Codable {
    package var reason: Reason
    package var ladder: Ladder
    /// Steps told so far; the ladder's next step is at this index.
    package var toldSteps: Int
    /// How often the newest step was repeated.
    package var repeats: Int
    /// Due time of the next step; nil where there is none.
    package var nextStepDue: Timestamp?
    /// Due time of the newest step's repeat; nil where it isn't repeated.
    package var nextRepeatDue: Timestamp?

    package enum Reason: String, Sendable, CaseIterable, Codable {
        case acknowledgementMissed = "acknowledgement_missed"
        case handOverMissed = "hand_over_missed"
        case handOverFailed = "hand_over_failed"
        case declined
        case decisionMissed = "decision_missed"
        case feedbackMissed = "feedback_missed"
        case progressMissed = "progress_missed"
    }

    package init(reason: Reason, ladder: Ladder, from start: Timestamp) {
        self.reason = reason
        self.ladder = ladder
        self.toldSteps = 0
        self.repeats = 0
        self.nextStepDue = ladder.steps.first.map { start + $0.after }
        self.nextRepeatDue = nil
    }

    /// When something is to be told next; nil at the ladder's end.
    package var nextDue: Timestamp? {
        guard let step = nextStepDue else { return nextRepeatDue }
        guard let again = nextRepeatDue else { return step }
        return min(step, again)
    }

    /// One telling: the step from 1, whom, and how often it was repeated before (0: the first time).
    struct Telling {
        var number: Int
        var step: Ladder.Step
        var repeats: Int
    }

    /// Takes what is due: the next step, or the newest step's repeat.
    ///
    /// - Parameter atOnce: takes the next step though it is not due; at the ladder's end the last one again.
    mutating func advance(due: Timestamp, now: Timestamp, atOnce: Bool) -> Telling? {
        let stepIsFirst = nextStepDue.map { step in nextRepeatDue.map { step <= $0 } ?? true } ?? false
        if atOnce || stepIsFirst, let telling = takeStep(due: due, now: now) { return telling }
        guard atOnce, let last = ladder.steps.last else { return takeRepeat(now: now) }
        repeats += 1
        scheduleRepeat(of: last, now: now)
        return Telling(number: toldSteps, step: last, repeats: repeats)
    }

    /// Takes the next step; nil at the ladder's end.
    ///
    /// - Parameters:
    ///   - due: when it was due, from which the step after it is reckoned.
    ///   - now: when it is told, from which its repeats are reckoned: what fell into a gap is told once.
    private mutating func takeStep(due: Timestamp, now: Timestamp) -> Telling? {
        guard toldSteps < ladder.steps.count else {
            nextStepDue = nil
            return nil
        }
        let step = ladder.steps[toldSteps]
        toldSteps += 1
        repeats = 0
        nextStepDue = toldSteps < ladder.steps.count ? due + ladder.steps[toldSteps].after : nil
        scheduleRepeat(of: step, now: now)
        return Telling(number: toldSteps, step: step, repeats: 0)
    }

    /// Tells the newest step again; nil where it isn't repeated.
    private mutating func takeRepeat(now: Timestamp) -> Telling? {
        guard toldSteps > 0, nextRepeatDue != nil else { return nil }
        let step = ladder.steps[toldSteps - 1]
        repeats += 1
        scheduleRepeat(of: step, now: now)
        return Telling(number: toldSteps, step: step, repeats: repeats)
    }

    private mutating func scheduleRepeat(of step: Ladder.Step, now: Timestamp) {
        nextRepeatDue = nil
        guard let interval = step.repeatEvery, step.repeatLimit.map({ repeats < $0 }) ?? true else { return }
        nextRepeatDue = now + interval
    }
}
