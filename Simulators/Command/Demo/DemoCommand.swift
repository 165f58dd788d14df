import ArgumentParser
import Foundation

/// `tocsin-simulator demo`: the whole loop on this machine, in less than two minutes.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Starts a private broker, Tocsin and simulated departments, and plays the storm evening into them.",
        discussion: """
            Everything runs in a temporary folder and on a free loopback port, and is stopped and removed at the end, \
            also on Ctrl-C. The lines in between come from Tocsin's own feed.
            """)

    @Option(help: "The tocsin command; without it the one beside this command.")
    var tocsin: String?

    @Option(help: "The city's folder.")
    var city = "Rules"

    @Option(help: "The data file of the departments.")
    var departments = "Simulators/departments.yaml"

    @Option(help: "Exercise seconds in a real second.")
    var speed = 200.0

    @Option(help: "Same seed, same evening.")
    var seed: UInt64 = 2026

    @Option(help: "zh or en; without it after the locale.")
    var lang: String?

    @Flag(help: "Keep the folder with the data, and say where it is.")
    var keep = false

    func validate() throws {
        guard speed > 0, speed <= 10_000 else { throw ValidationError("--speed must be above 0 and at most 10000.") }
        guard lang == nil || lang == "zh" || lang == "en" else { throw ValidationError("--lang is zh or en.") }
    }

    func run() throws {
        Interruption.watch()
        let text = DemoText(language: lang ?? Self.localeLanguage())
        let stage = DemoStage(
            tocsin: tocsin ?? Self.neighbour("tocsin"), simulator: Self.ownPath(), city: city, speed: speed, seed: seed,
            departments: (departments, try DepartmentsCommand.read(departments)), text: text)
        do throws(DemoFailure) {
            defer { stage.strike(keepsFolder: keep) }
            try stage.play()
        } catch {
            for line in error.message.split(separator: "\n") { Notice.write(String(line)) }
            throw ExitCode(error == .interrupted ? 130 : 1)
        }
    }

    private static func ownPath() -> String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    private static func neighbour(_ name: String) -> String {
        URL(fileURLWithPath: ownPath()).deletingLastPathComponent().appendingPathComponent(name).path
    }

    private static func localeLanguage() -> String {
        let environment = ProcessInfo.processInfo.environment
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("zh") ? "zh" : "en"
    }
}
