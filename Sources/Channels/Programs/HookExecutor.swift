import Delivery

/// Gives a message to an operator's own command: SMS, voice, a siren.
struct HookExecutor: ChannelExecutor {
    let channel: String
    let settings: HookSettings

    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome {
        let run = ProgramRun(
            program: settings.program, arguments: settings.arguments.map { HookExecutor.argument($0, values) },
            environment: ProgramEnvironment.minimal + [
                "TOCSIN_CHANNEL=\(channel)", "TOCSIN_KEY=\(delivery.report.key)", "TOCSIN_MARK=\(values.mark)",
            ],
            input: delivery.payload, timeLimit: settings.timeLimit)
        return ProgramVerdict.outcome(
            await run.run(), program: settings.program, timeLimit: settings.timeLimit
        ) { $0.isEmpty ? "exit 0" : "exit 0: \($0)" }
    }

    /// A value from the world that begins with a hyphen is no option: a blank goes before it. The mark goes before words
    /// for people.
    private static func argument(_ template: MessageTemplate, _ values: MessageValues) -> String {
        let isForPeople = template.fields.contains { $0 == .summaryChinese || $0 == .summaryEnglish }
        let text = (isForPeople ? values.mark : "") + template.render(values)
        return text.hasPrefix("-") && !template.beginsWithText ? " " + text : text
    }
}

/// What programs that we start know of ours.
enum ProgramEnvironment {
    static let minimal = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"]
}
