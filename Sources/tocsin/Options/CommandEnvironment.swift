import Glibc
import Telemetry

/// The only reader of the environment's variables.
enum CommandEnvironment {
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }

    /// POSIX order: LC_ALL, LC_MESSAGES, LANG; whatever is not Chinese reads English.
    static var language: Language {
        let locale = variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") ?? ""
        return locale.lowercased().hasPrefix("zh") ? .chinese : .english
    }

    /// `--lang` where it is given, before the command line is parsed: a usage error needs a language too.
    static func language(arguments: [String]) -> Language {
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count, let value = Language(rawValue: arguments[index + 1]) {
                return value
            }
            if argument.hasPrefix("--lang="), let value = Language(rawValue: String(argument.dropFirst(7))) {
                return value
            }
        }
        return language
    }

    /// Where the data is unless `--data` says: TOCSIN_DATA, systemd's STATE_DIRECTORY, else `data`.
    static var dataFolder: String {
        variable("TOCSIN_DATA") ?? variable("STATE_DIRECTORY") ?? "data"
    }

    /// Whoever gives an order unless `--by` says: TOCSIN_OFFICER, else the login name.
    static var officer: String {
        if let officer = variable("TOCSIN_OFFICER") { return officer }
        if let entry = getpwuid(getuid()), let name = entry.pointee.pw_name { return String(cString: name) }
        return "uid-\(getuid())"
    }

    static var all: [String: String] {
        var result: [String: String] = [:]
        var pointer = environ
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let separator = text.firstIndex(of: "=") {
                result[String(text[..<separator])] = String(text[text.index(after: separator)...])
            }
            pointer += 1
        }
        return result
    }
}
