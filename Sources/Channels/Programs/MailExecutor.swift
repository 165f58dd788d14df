import Delivery
import Glibc

/// Hands a mail to a sendmail-like program: `msmtp`. Its evidence is the program's: the next mail server took it.
struct MailExecutor: ChannelExecutor {
    let settings: MailSettings
    let surroundings: ChannelSurroundings

    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome {
        var recipients: [String] = []
        if let address = delivery.address {
            guard MailAddress.isAddress(address) else {
                return .refused(reason: "The recipient's address on this channel is no mail address.")
            }
            recipients.append(address)
        }
        recipients += settings.to.filter { !recipients.contains($0) }
        if recipients.isEmpty {
            return .refused(reason: "Neither the recipient nor the channel's “to” has a mail address.")
        }
        let mail = MailMessage(
            settings, to: recipients, values: values, identity: Array(delivery.report.key.utf8) + delivery.payload,
            date: surroundings.wallTime())
        var arguments = settings.account.map { ["-a", $0] } ?? []
        arguments += ["-f", settings.from, "--"] + recipients
        // msmtp reads its configuration below the server's home.
        let home = surroundings.environment["HOME"].map { ["HOME=\($0)"] } ?? []
        let run = ProgramRun(
            program: settings.program, arguments: arguments, environment: ProgramEnvironment.minimal + home,
            input: mail.bytes, timeLimit: settings.timeLimit)
        return ProgramVerdict.outcome(
            await run.run(), program: settings.program, timeLimit: settings.timeLimit
        ) { _ in "accepted \(mail.messageIdentifier)" }
    }
}
