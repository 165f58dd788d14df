import Foundation

/// One call of the built `tocsin` command.
package struct CommandRun: Sendable {
    package var arguments: [String]
    package var status: Int32
    package var output: String
    package var errors: String

    /// - Parameter language: of the locale it runs in; `--lang` in the arguments wins.
    package init(
        _ arguments: [String], data: String? = nil, city: String? = nil, language: String = "en",
        environment: [String: String] = [:]
    ) throws {
        self.arguments = arguments
        var all = arguments
        if let data { all += ["--data", data] }
        if let city { all += ["--city", city] }
        let locale = language == "zh" ? "zh_CN.UTF-8" : "en_GB.UTF-8"
        let outcome = try Processes.run(
            Processes.built("tocsin"), all, environment: ["LC_ALL": locale].merging(environment) { $1 })
        status = outcome.status
        output = outcome.output
        errors = outcome.errors
    }

    /// The lines of the output as JSON.
    package var lines: [JSON] {
        output.split(separator: "\n").map { JSON(text: String($0)) }
    }

    /// The output as one JSON object; null where it is none.
    package var json: JSON { lines.first ?? .null }

    /// Whether a terminal would see an escape sequence or another control character.
    package var holdsControlCharacters: Bool {
        (output + errors).unicodeScalars.contains { scalar in
            (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
        }
    }
}
