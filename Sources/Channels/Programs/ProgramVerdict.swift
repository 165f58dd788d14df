import Delivery
import Telemetry

/// What the end of a program says about the message, with words for the log.
enum ProgramVerdict {
    /// - Parameter evidence: where the program took the message; gets the first line of its output.
    static func outcome(
        _ outcome: ProgramRun.Outcome, program: String, timeLimit: Interval, evidence: (String) -> String
    ) -> AttemptOutcome {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        switch outcome.end {
        case .exited(let status):
            let words = firstLine(outcome.errors.isEmpty ? outcome.output : outcome.errors)
            let said = words.isEmpty ? "" : ": \(words)"
            switch ExitVerdict(status: status) {
            case .handedOver: return .handedOver(evidence: evidence(firstLine(outcome.output)))
            case .again: return .again(reason: "\(name) ended with \(status)\(said).")
            case .refused: return .refused(reason: "\(name) refuses it with \(status)\(said).")
            }
        case .killed(let signal): return .again(reason: "\(name) was killed by signal \(signal).")
        case .timedOut: return .again(reason: "\(name) did not end within \(timeLimit).")
        case .tooLoud: return .again(reason: "\(name) wrote more than \(ProgramRun.outputLimit) bytes.")
        case .cancelled: return .again(reason: "The server stopped.")
        case .notStarted(let why): return .refused(reason: "\(program) can't be started: \(why).")
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        DisplayText.safe(bytes: bytes.prefix { $0 != UInt8(ascii: "\n") }, limit: 150)
    }
}
