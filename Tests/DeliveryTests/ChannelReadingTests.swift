import Configuration
import Delivery
import IncidentCommand
import Telemetry
import Testing

struct ChannelReadingTests {
    /// Reads one channel whose settings are the text given.
    private func read(_ kind: Channel.Kind, _ settings: String) -> (channel: ConfiguredChannel?, problems: [String]) {
        let indented = settings.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        let file = ConfigurationFile(
            path: "linkage/c.yaml", text: "id: c\nsettings:\n" + indented.joined(separator: "\n") + "\n")
        let collector = ProblemCollector()
        guard let root = ConfigurationNode.root(of: file, collector: collector), var fields = root.mapping("c") else {
            return (nil, collector.problems.map(\.rendered))
        }
        let channel = ConfiguredChannel.read(id: "c", kind: kind, settings: fields.optional("settings"), place: root)
        return (channel, collector.problems.map { "\($0.line):\($0.column) \($0.message) \($0.remedy)" })
    }

    @Test func readsAWebhook() throws {
        let read = read(
            .webhook,
            """
            url: https://orders.example.org/tocsin
            secret_file: /etc/tocsin/webhook
            allow_addresses: [10.1.0.0/16]
            connect_within: 2s
            answer_within: 10s
            concurrency: 8
            retry: {first: 1s, longest: 20s, attempts: 5, give_up_after: 60s}
            """)
        #expect(read.problems == [])
        let channel = try #require(read.channel)
        #expect(channel.concurrency == 8)
        #expect(
            channel.retry
                == RetryPolicy(
                    firstDelay: Interval(seconds: 1), longestDelay: Interval(seconds: 20), attempts: 5,
                    giveUpAfter: Interval(seconds: 60)))
        guard case .webhook(let webhook) = channel.settings else {
            Issue.record("no webhook")
            return
        }
        #expect(webhook.secret == .file("/etc/tocsin/webhook"))
        #expect(webhook.target.answerWithin == Interval(seconds: 10))
    }

    @Test func readsTheOthers() {
        for (kind, settings): (Channel.Kind, String) in [
            (.robot, "style: feishu\nurl_env: ROBOT\nsecret_env: SIGN\ntext: \"{{ summary.zh }}\""),
            (.robot, "style: wecom\nurl_file: /etc/tocsin/robot\ntext: |\n  {{ summary.zh }}\n  {{ tasks.zh }}"),
            (.email, "from: tocsin@city.example\nto: [duty@city.example]\nsubject: S\ntext: \"{{ summary.en }}\""),
            (.hook, "program: /usr/local/bin/sms\narguments: [--to, \"{{ address }}\"]\ntime_limit: 20s"),
        ] {
            let read = read(kind, settings)
            #expect(read.channel != nil, "\(kind)")
            #expect(read.problems == [], "\(kind)")
        }
    }

    @Test(arguments: [
        (
            Channel.Kind.webhook, "url: https://a.example/",
            "1:1 The channel “c” has neither “secret_file” nor “secret_env”."
        ),
        (.webhook, "url: http://a.example/\nsecret_env: S", "3:8 Orders and their secrets would go over http"),
        (.webhook, "url: https://127.0.0.1/\nsecret_env: S", "3:8 The address 127.0.0.1 is not public (loopback)."),
        (.webhook, "url: https://2130706433/\nsecret_env: S", "3:8 The URL's host is neither a name"),
        (.webhook, "url: https://a.example/\nsecret: x\nsecret_env: S", "4:3 “settings” has no field “secret”."),
        (.webhook, "url: https://a.example/\nsecret_env: S\nallow_addresses: [10.1/16]", "5:21 “10.1/16” is no block"),
        (.webhook, "url: https://a.example/\nsecret_env: S\nanswer_within: 1h", "5:18 “answer_within” is from 100ms"),
        (.robot, "style: slack\nurl_env: U\ntext: x", "3:10 There is no robot of style “slack”."),
        (.robot, "style: wecom\nurl_env: U\ntext: \"水 {{ sumary }}\"", "5:12 A message has no field “sumary”."),
        (.robot, "style: wecom\nurl_env: U\ntext: |\n  水\n  水 {{ sumary }}", "7:7 A message has no field “sumary”."),
        (.robot, "style: wecom\nurl_env: U\ntext: \"\"", "5:9 “text” says nothing."),
        (.email, "from: -x@a\nsubject: S\ntext: T", "3:9 “-x@a” is no mail address."),
        (.email, "from: a@b\nto: [\"a@b\\r\\nBcc: c@d\"]\nsubject: S\ntext: T", "4:8 “a@b"),
        (.email, "from: a@b\nsubject: S\ntext: T\nprogram: msmtp", "6:12 “program” must be an absolute path"),
        (.hook, "program: sms.sh", "3:12 “program” must be an absolute path"),
        (.hook, "program: /sms\narguments: --to x", "4:14 “arguments” must be a list: no shell"),
        (.hook, "program: /sms\narguments: [\"{{ adress }}\"]", "4:16 A message has no field “adress”."),
        (.hook, "program: /sms\nretry: {first: 1m, longest: 1s}", "4:10 The first wait is longer than the longest."),
        (.telephone, "number: 1", "3:3 A channel of kind telephone has no settings."),
    ])
    func namesPlaceAndRemedy(kind: Channel.Kind, settings: String, problem: String) {
        let problems = read(kind, settings).problems
        #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
    }

    @Test func whoUsesAChannelThatNeedsAnAddressGivesOne() throws {
        let text = """
            channels:
              - {id: mail, kind: email, settings: {from: a@b.example, subject: S, text: T}}
              - {id: sms, kind: hook, settings: {program: /sms, arguments: ["{{ address }}"]}}
            departments:
              - {id: water, name: {zh: 水, en: W}, channels: [mail, {channel: sms, address: "1"}]}
              - {id: fire, name: {zh: 火, en: F}, channels: [{channel: mail, address: "a b"}, sms]}
            duty: {officer: o, acknowledge_within: 1m, ladder: [{tell: o}]}
            """
        let files = [ConfigurationFile(path: "linkage/c.yaml", text: text)]
        let linkage = try Linkage.load(files: files)
        let problems = #expect(throws: ConfigurationProblems.self) {
            try ConfiguredChannel.load(files: files, linkage: linkage)
        }
        #expect(
            problems?.problems.map(\.message) == [
                "“water” uses the channel “mail” without an address.",
                "The address of “fire” on “mail” is no mail address.",
                "“fire” uses the channel “sms” without an address.",
            ])
    }
}
