import Telemetry

struct LogPhrase {
    let record: LogRecord
    let names: NameBook
    let language: Language

    func text(_ code: LogCode) -> String? { nil }
}
