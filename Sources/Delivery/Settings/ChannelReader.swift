import Configuration
import Telemetry

/// Reads the `settings` of one channel. Every problem goes to the node's collector with its place and what to write instead.
struct ChannelReader {
    let id: String
    /// Where the channel is declared, for what its settings lack.
    let place: ConfigurationNode

    static let longestTime = Interval(seconds: 300)

    // MARK: Kinds

    func webhook(_ fields: inout ConfigurationMapping) -> ChannelSettings? {
        let urlNode = fields.required("url")
        let secret = secret("secret", &fields, isRequired: true)
        let target = target(&fields)
        guard let urlNode, let text = urlNode.string("“url”") else { return nil }
        do {
            let url = try PostURL(text)
            checkPlain(url, target, urlNode)
            return secret.map { .webhook(WebhookSettings(url: url, target: target, secret: $0)) }
        } catch {
            urlNode.problem(error.message, remedy: error.remedy)
            return nil
        }
    }

    /// What can be refused without asking the DNS is refused at load.
    private func checkPlain(_ url: PostURL, _ target: PostTarget, _ node: ConfigurationNode) {
        let address = NetworkAddress(text: url.host)
        if let address, let refusal = AddressGuard.refusal(of: address, allowed: target.allowedAddresses) {
            node.problem(
                "The address \(url.host) is not public (\(refusal.rawValue)).",
                remedy: "Where it is meant, list it: “allow_addresses: [\(url.host)]”.")
        } else if !url.isSecure, target.allowedAddresses.isEmpty {
            node.problem(
                "Orders and their secrets would go over http in the clear.",
                remedy: "Write https://, or list the receiver's own address in “allow_addresses”.")
        }
    }

    func robot(_ fields: inout ConfigurationMapping) -> ChannelSettings? {
        let styleNode = fields.required("style")
        let url = secret("url", &fields, isRequired: true)
        let secret = secret("secret", &fields, isRequired: false)
        let target = target(&fields)
        let text = template("text", &fields)
        guard let styleNode, let name = styleNode.string("“style”") else { return nil }
        guard let style = RobotSettings.Style(rawValue: name) else {
            let known = RobotSettings.Style.allCases.map(\.rawValue).joined(separator: ", ")
            styleNode.problem("There is no robot of style “\(name)”.", remedy: "Known are: \(known).")
            return nil
        }
        if style == .wecom, secret != nil {
            styleNode.problem("A robot of 企业微信 takes no signature.", remedy: "Remove its secret.")
        }
        guard let url, let text else { return nil }
        return .robot(RobotSettings(style: style, url: url, target: target, secret: secret, text: text))
    }

    func email(_ fields: inout ConfigurationMapping) -> ChannelSettings? {
        let program = program(&fields, usual: "/usr/bin/msmtp")
        let accountNode = fields.optional("account")
        let fromNode = fields.required("from")
        let toNode = fields.optional("to")
        let subject = template("subject", &fields)
        let text = template("text", &fields)
        let limit = time("time_limit", &fields, usual: Interval(seconds: 30))
        let account = accountNode?.string("“account”")
        if let accountNode, let account, !MailAddress.isWord(account) {
            accountNode.problem("“\(account)” is no account.", remedy: "Use a-z, 0-9, -, _ and dots.")
        }
        let from = fromNode.flatMap { address($0, "“from”") }
        let to = addresses(toNode)
        guard let program, let from, let subject, let text else { return nil }
        return .email(
            MailSettings(
                program: program, account: account, from: from, to: to, subject: subject, text: text, timeLimit: limit))
    }

    private func addresses(_ node: ConfigurationNode?) -> [String] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem("“to” must be a list.", remedy: "Write [duty@example.org].")
            return []
        }
        return elements.compactMap { address($0, "Each of “to”") }
    }

    private func address(_ node: ConfigurationNode, _ what: String) -> String? {
        guard let text = node.string(what) else { return nil }
        if MailAddress.isAddress(text) { return text }
        node.problem(
            "“\(DisplayText.safe(text, limit: 100))” is no mail address.",
            remedy: "Write NAME@HOST in ASCII, without a display name.")
        return nil
    }

    func hook(_ fields: inout ConfigurationMapping) -> ChannelSettings? {
        let program = program(&fields, usual: nil)
        let argumentsNode = fields.optional("arguments")
        let limit = time("time_limit", &fields, usual: Interval(seconds: 30))
        var arguments: [MessageTemplate] = []
        if let argumentsNode {
            guard let elements = argumentsNode.elements else {
                argumentsNode.problem(
                    "“arguments” must be a list: no shell splits a text into words.",
                    remedy: "Write [--to, \"{{ address }}\"].")
                return nil
            }
            arguments = elements.compactMap { template($0, "Each of “arguments”") }
            guard arguments.count == elements.count else { return nil }
        }
        return program.map { .hook(HookSettings(program: $0, arguments: arguments, timeLimit: limit)) }
    }

    // MARK: Parts

    private func program(_ fields: inout ConfigurationMapping, usual: String?) -> String? {
        let node = usual == nil ? fields.required("program") : fields.optional("program")
        guard let node else { return usual }
        guard let text = node.string("“program”") else { return nil }
        if text.hasPrefix("/"), !text.contains("\0"), text.utf8.count <= 1_000 { return text }
        node.problem(
            "“program” must be an absolute path: no search path and no shell finds it.",
            remedy: "Write /usr/local/bin/NAME and put its arguments under “arguments”.")
        return nil
    }

    /// `NAME_file` or `NAME_env`, one of them.
    private func secret(_ name: String, _ fields: inout ConfigurationMapping, isRequired: Bool) -> SecretSource? {
        let file = fields.optional("\(name)_file")
        let variable = fields.optional("\(name)_env")
        if let file, variable != nil {
            file.problem("“\(name)_file” and “\(name)_env” are both written.", remedy: "Keep one of them.")
            return nil
        }
        if let file { return file.string("“\(name)_file”").map(SecretSource.file) }
        if let variable { return variable.string("“\(name)_env”").map(SecretSource.environment) }
        if isRequired {
            place.problem(
                "The channel “\(id)” has neither “\(name)_file” nor “\(name)_env”.",
                remedy: "Add “\(name)_file: /etc/tocsin/NAME”; the file holds nothing else.", length: 1)
        }
        return nil
    }

    private func target(_ fields: inout ConfigurationMapping) -> PostTarget {
        var target = PostTarget()
        if let node = fields.optional("allow_addresses") {
            guard let elements = node.elements else {
                node.problem("“allow_addresses” must be a list.", remedy: "Write [10.1.2.0/24].")
                return target
            }
            for element in elements {
                guard let text = element.string("Each of “allow_addresses”") else { continue }
                if let range = AddressRange(text: text) {
                    target.allowedAddresses.append(range)
                } else {
                    element.problem("“\(text)” is no block of addresses.", remedy: "Write 10.1.2.0/24 or fd00:12::/32.")
                }
            }
        }
        target.connectWithin = time("connect_within", &fields, usual: target.connectWithin)
        target.answerWithin = time("answer_within", &fields, usual: target.answerWithin)
        return target
    }

    private func time(_ name: String, _ fields: inout ConfigurationMapping, usual: Interval) -> Interval {
        guard let node = fields.optional(name), let value = node.interval("“\(name)”") else { return usual }
        if value >= Interval(nanoseconds: 100_000_000), value <= ChannelReader.longestTime { return value }
        node.problem("“\(name)” is from 100ms to \(ChannelReader.longestTime).", remedy: "Write \(usual) or the like.")
        return usual
    }

    private func template(_ name: String, _ fields: inout ConfigurationMapping) -> MessageTemplate? {
        fields.required(name).flatMap { template($0, "“\(name)”") }
    }

    private func template(_ node: ConfigurationNode, _ what: String) -> MessageTemplate? {
        guard let text = node.string(what) else { return nil }
        do {
            let template = try MessageTemplate(text)
            if !template.isEmpty { return template }
            node.problem("\(what) says nothing.", remedy: "Write what people shall read, such as “{{ summary.zh }}”.")
        } catch {
            report(error, in: text, at: node)
        }
        return nil
    }

    private func report(_ fault: MessageTemplate.Fault, in text: String, at node: ConfigurationNode) {
        let before = text.unicodeScalars.prefix(fault.offset)
        guard node.isBlock else {
            node.problem(
                fault.message, remedy: fault.remedy, columnOffset: fault.offset + (node.isQuoted ? 1 : 0),
                length: fault.length)
            return
        }
        // A block's text begins on the next line, indented by as much as only the line itself tells.
        let lines = before.count { $0 == "\n" } + 1
        let inLine = before.reversed().prefix { $0 != "\n" }.count
        let indentation = node.file.line(node.line + lines).unicodeScalars.prefix { $0 == " " }.count
        node.problem(
            fault.message, remedy: fault.remedy, columnOffset: indentation + inLine + 1 - node.column,
            lineOffset: lines, length: fault.length)
    }

    // MARK: Retrying

    func retry(_ fields: inout ConfigurationMapping) -> RetryPolicy {
        var policy = RetryPolicy()
        guard let node = fields.optional("retry"), var retry = node.mapping("“retry”") else { return policy }
        policy.firstDelay = time("first", &retry, usual: policy.firstDelay)
        policy.longestDelay = time("longest", &retry, usual: policy.longestDelay)
        if let attempts = retry.optional("attempts")?.integer("“attempts”", in: 1...100) { policy.attempts = attempts }
        policy.giveUpAfter = time("give_up_after", &retry, usual: policy.giveUpAfter)
        retry.finish()
        if policy.firstDelay > policy.longestDelay {
            node.problem("The first wait is longer than the longest.", remedy: "Write first: 2s, longest: 30s.")
        }
        return policy
    }
}
