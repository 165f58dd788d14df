import IncidentCommand
import Telemetry

/// One input of incident command, kept so that it can be played again.
package enum IncidentInputRecord: Sendable {
    case alarm(AlarmChange)
    case command(OfficerCommand)
    case answer(DepartmentAnswer)
    case report(HandOverReport)
    /// Time passes: what is due is fired.
    case wait
    /// The first input after nobody watched.
    case restarted(gapFrom: Timestamp)
}

extension IncidentCommand {
    /// Takes an input as the sequencer does: what is due before it goes first, except after a gap.
    package mutating func play(
        _ input: IncidentInputRecord, at now: Timestamp, into facts: inout [(at: Timestamp, action: IncidentAction)]
    ) {
        var actions: [IncidentAction] = []
        func keep(_ at: Timestamp, _ facts: inout [(at: Timestamp, action: IncidentAction)]) {
            facts += actions.map { (at, $0) }
            actions = []
        }
        if case .restarted(let from) = input {
            restarted(gapFrom: from, at: now, into: &actions)
            return keep(now, &facts)
        }
        while nextDue < now {
            let due = nextDue
            fireNextTimer(into: &actions)
            keep(due, &facts)
        }
        switch input {
        case .alarm(let change): apply(change, into: &actions)
        case .command(let command): _ = apply(command, at: now, into: &actions)
        case .answer(let answer): apply(answer, at: now, into: &actions)
        case .report(let report): apply(report, at: now, into: &actions)
        case .wait, .restarted: break
        }
        keep(now, &facts)
    }

    package var snapshotBytes: [UInt8] {
        var writer = ByteWriter()
        encodeSnapshot(into: &writer)
        return writer.bytes
    }

    package init(snapshot bytes: [UInt8], linkage: Linkage) throws(CodingFault) {
        self.init(linkage: linkage, utcOffsetMinutes: 480)
        var fault: CodingFault?
        var restored = self
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            do throws(CodingFault) { try restored.restoreSnapshot(from: &reader) } catch { fault = error }
        }
        if let fault { throw fault }
        self = restored
    }
}
