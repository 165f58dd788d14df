import ArgumentParser

/// Whoever gives the order.
struct OfficerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who orders it (default: TOCSIN_OFFICER, else your login name).", valueName: "person"))
    var by: String?

    var officer: String { by ?? CommandEnvironment.officer }
}
