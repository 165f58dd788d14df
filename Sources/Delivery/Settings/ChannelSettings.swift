import Telemetry

/// How a channel reaches people, as its `settings` in the linkage file say. Secrets are named here, never held.
package enum ChannelSettings: Hashable, Sendable {
    /// Published to the broker by the server itself.
    case mqtt
    case webhook(WebhookSettings)
    case robot(RobotSettings)
    case email(MailSettings)
    case hook(HookSettings)
    /// An officer rings: nothing is executed.
    case telephone
}

/// Where a channel posts to.
package struct PostTarget: Hashable, Sendable {
    /// Blocks that it may connect to though they are not public.
    package var allowedAddresses: [AddressRange]
    package var connectWithin: Interval
    /// From the start of an attempt to the last byte of the answer.
    package var answerWithin: Interval

    package init(
        allowedAddresses: [AddressRange] = [], connectWithin: Interval = Interval(seconds: 5),
        answerWithin: Interval = Interval(seconds: 15)
    ) {
        self.allowedAddresses = allowedAddresses
        self.connectWithin = connectWithin
        self.answerWithin = answerWithin
    }
}

/// A program of a department that takes orders over HTTP.
package struct WebhookSettings: Hashable, Sendable {
    package var url: PostURL
    package var target: PostTarget
    /// Key of the signature.
    package var secret: SecretSource

    package init(url: PostURL, target: PostTarget, secret: SecretSource) {
        self.url = url
        self.target = target
        self.secret = secret
    }
}

/// A robot in a group of people.
package struct RobotSettings: Hashable, Sendable {
    /// Whose JSON it takes.
    package enum Style: String, Hashable, Sendable, CaseIterable {
        /// 企业微信
        case wecom
        /// 钉钉
        case dingtalk
        /// 飞书
        case feishu
    }

    package var style: Style
    /// The robot's URL. Whoever knows it can write to the group, so it is a secret.
    package var url: SecretSource
    package var target: PostTarget
    /// Key of the signature, where the group asks for one (钉钉, 飞书).
    package var secret: SecretSource?
    package var text: MessageTemplate

    package init(
        style: Style, url: SecretSource, target: PostTarget, secret: SecretSource?, text: MessageTemplate
    ) {
        self.style = style
        self.url = url
        self.target = target
        self.secret = secret
        self.text = text
    }
}

/// Mail by a sendmail-like program.
package struct MailSettings: Hashable, Sendable {
    /// Absolute path.
    package var program: String
    /// The program's account, where its configuration has several.
    package var account: String?
    package var from: String
    /// Who gets every message; the recipient's own address comes first.
    package var to: [String]
    package var subject: MessageTemplate
    package var text: MessageTemplate
    package var timeLimit: Interval

    package init(
        program: String, account: String?, from: String, to: [String], subject: MessageTemplate, text: MessageTemplate,
        timeLimit: Interval
    ) {
        self.program = program
        self.account = account
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.timeLimit = timeLimit
    }
}

/// An operator's own command: SMS, voice, a siren.
package struct HookSettings: Hashable, Sendable {
    /// Absolute path.
    package var program: String
    package var arguments: [MessageTemplate]
    package var timeLimit: Interval

    package init(program: String, arguments: [MessageTemplate], timeLimit: Interval) {
        self.program = program
        self.arguments = arguments
        self.timeLimit = timeLimit
    }
}
