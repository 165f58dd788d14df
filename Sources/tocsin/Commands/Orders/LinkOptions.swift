import ArgumentParser
import Views

/// Two incidents, and why.
struct LinkOptions: ParsableArguments {
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "The other incident.")
    var other: String
    @Option(help: "Why.")
    var reason: String?
}
