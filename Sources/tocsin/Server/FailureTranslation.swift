import Configuration
import Drills
import LiveServer
import MQTT
import Operations
import Recordings
import Store
import Telemetry
import Views

extension CommandFailure {
    /// Whatever the parts of Tocsin throw, as place, cause, remedy and exit code; nil for errors of the command line.
    static func of(_ error: any Error) -> CommandFailure? {
        switch error {
        case let failure as CommandFailure: failure
        case let problem as ProblemView: CommandFailure(problem)
        case let error as StoreError: CommandFailure(ProblemView(error))
        case let problems as ConfigurationProblems: CommandFailure(ProblemView(problems))
        case let error as StartError: CommandFailure(ProblemView(error))
        case let error as ServerError: CommandFailure(ProblemView(error))
        case let failure as ExplanationFailure: CommandFailure(ProblemView(failure))
        case let error as DrillError:
            CommandFailure(ProblemView(storeMessage: error.message, code: "bad_recording"))
        case let error as RecordingFailure:
            CommandFailure(
                ProblemView(error),
                place: error.place.isEmpty ? nil : error.place)
        case let error as MQTTError: CommandFailure(ProblemView(storeMessage: error.description, code: "broker"))
        default: nil
        }
    }
}

extension ProblemView {
    /// What is wrong with a recording is named with its place; what comes before may be good.
    init(_ failure: RecordingFailure) {
        switch failure.code {
        case .file: self.init(storeMessage: failure.message, code: "io")
        case .mapping: self.init(storeMessage: failure.message, code: "bad_recording")
        case .format, .truncated, .order, .limit, .compression:
            self.init(
                code: "bad_recording", message: Bilingual(failure.message),
                remedy: Bilingual(
                    chinese: "修复或重新录制；加 --up-to-damage 时，drill run、diff、publish 只播放到此处为止。",
                    english: "Mend it or record it anew; drill run, diff and publish play what comes before with "
                        + "--up-to-damage."))
        }
    }

    init(_ problems: ConfigurationProblems) {
        let count = problems.problems.count
        self.init(
            code: "configuration",
            message: Bilingual(
                chinese: "城市配置有 \(count) 处错误：\n\(problems)",
                english: "The city's files have \(count) \(count == 1 ? "problem" : "problems"):\n\(problems)"),
            remedy: Bilingual(
                chinese: "逐条改正后用“tocsin rules check”复查。", english: "Mend them and look again with “tocsin rules check”."
            ))
    }

    init(_ error: StartError) {
        if let problems = error.problems {
            self.init(problems)
            return
        }
        let code =
            switch error.code {
            case .configuration: "configuration"
            case .locked: "locked"
            case .store: "store"
            case .broker: "broker"
            case .damaged: "corrupt"
            }
        if error.remedy.isEmpty {
            self.init(storeMessage: error.message, code: code)
        } else {
            self.init(code: code, message: error.message, remedy: error.remedy)
        }
    }
}
