/// Compares a broker's configuration with the one that we ship, setting by setting.
package enum BrokerCheck {
    private struct Promise {
        var name: String
        var expected: String
        /// What mosquitto does if the file says nothing.
        var defaultValue: String
        var severity: BrokerFinding.Severity
        var reason: String
    }

    private static let promises: [Promise] = [
        Promise(
            name: "persistence", expected: "true", defaultValue: "false", severity: .failure,
            reason: "Without it a restart of the broker forgets every queued message and session."),
        Promise(
            name: "autosave_on_changes", expected: "false", defaultValue: "false", severity: .failure,
            reason:
                "With it the broker writes its whole queue at every change: it can't carry a city while Tocsin is away."
        ),
        Promise(
            name: "autosave_interval", expected: "10", defaultValue: "1800", severity: .failure,
            reason: "The broker confirms messages before it saves them: killed outright it forgets what it confirmed "
                + "since it saved last and had not handed over, with the default half an hour of it."),
        Promise(
            name: "sys_interval", expected: "10", defaultValue: "10", severity: .failure,
            reason: "By what it publishes there Tocsin sees that it dropped messages, or was killed and forgot some."),
        Promise(
            name: "max_inflight_messages", expected: "0", defaultValue: "20", severity: .failure,
            reason: "A bound makes readings wait for acknowledgements, which follow the commit."),
        Promise(
            name: "max_queued_messages", expected: "0", defaultValue: "1000", severity: .failure,
            reason: "With the default a stall of 3 s lost 13,029 of 30,000 confirmed messages. A queued message takes "
                + "464 bytes: give the machine the memory."),
        Promise(
            name: "queue_qos0_messages", expected: "true", defaultValue: "false", severity: .warning,
            reason: "Else readings sent at QoS 0 are dropped while Tocsin restarts."),
        Promise(
            name: "allow_anonymous", expected: "false", defaultValue: "false", severity: .failure,
            reason: "Anybody who reaches the port could raise or silence alarms."),
    ]

    /// Settings with which the broker drops messages that it has confirmed, or sessions that we rely on.
    private static let forbidden: [(name: String, harmless: [String], reason: String)] = [
        (
            "message_size_limit", ["0"],
            "The broker drops larger messages, yet confirms them. Tocsin limits them itself."
        ),
        ("max_queued_bytes", ["0"], "Above it the broker drops messages that it has confirmed."),
        ("max_inflight_bytes", ["0"], "Above it the broker queues instead of sending."),
        ("persistent_client_expiration", [], "It lets the broker forget our session while we are away."),
        ("upgrade_outgoing_qos", ["false"], "It changes the quality that a sensor has chosen."),
    ]

    /// All differences, in the order of importance of the list above.
    ///
    /// - Parameter text: the whole `mosquitto.conf`. Files under `include_dir` are not read; that is a finding.
    package static func findings(configuration text: String) -> [BrokerFinding] {
        let file = BrokerConfigurationFile(parsing: text)
        var findings = promises.compactMap { finding(for: $0, in: file) }
        for (name, harmless, reason) in forbidden {
            guard let setting = file.settings(named: name).last, !harmless.contains(setting.value) else { continue }
            findings.append(
                BrokerFinding(
                    code: "broker_\(name)", severity: .failure, expected: "not set", found: setting.value,
                    line: setting.line, remedy: "Remove the line `\(name) \(setting.value)`. \(reason)"))
        }
        findings += identityFindings(file)
        findings += listenerFindings(file)
        if let include = file.settings(named: "include_dir").first {
            findings.append(
                BrokerFinding(
                    code: "broker_include_dir", severity: .warning, expected: "one file", found: include.value,
                    line: include.line,
                    remedy: "Files in \(include.value) were not looked at and may change any of this. "
                        + "Move their lines into the one file, or check them by hand."))
        }
        return findings
    }

    private static func finding(for promise: Promise, in file: BrokerConfigurationFile) -> BrokerFinding? {
        let all = file.settings(named: promise.name)
        // With `per_listener_settings` one listener can differ from the next: each must keep the promise.
        let wrong = all.last { $0.value != promise.expected }
        let perListener = file.settings(named: "per_listener_settings").last?.value == "true"
        if let last = all.last {
            guard let wrong, perListener || last.value != promise.expected else { return nil }
            return BrokerFinding(
                code: "broker_\(promise.name)", severity: promise.severity, expected: promise.expected,
                found: wrong.value, line: wrong.line,
                remedy: "Write `\(promise.name) \(promise.expected)` there. \(promise.reason)")
        }
        guard promise.defaultValue != promise.expected else { return nil }
        return BrokerFinding(
            code: "broker_\(promise.name)", severity: promise.severity, expected: promise.expected,
            found: "\(promise.defaultValue) (mosquitto's default)", line: nil,
            remedy: "Add the line `\(promise.name) \(promise.expected)`. \(promise.reason)")
    }

    private static func identityFindings(_ file: BrokerConfigurationFile) -> [BrokerFinding] {
        var findings: [BrokerFinding] = []
        if file.settings(named: "password_file").isEmpty, file.settings(named: "plugin").isEmpty,
            file.settings(named: "auth_plugin").isEmpty
        {
            findings.append(
                BrokerFinding(
                    code: "broker_password_file", severity: .failure, expected: "a password file", found: "none",
                    line: nil,
                    remedy: "Add `password_file PATH` and create it with `mosquitto_passwd -c PATH tocsin`."))
        }
        if file.settings(named: "acl_file").isEmpty, file.settings(named: "plugin").isEmpty,
            file.settings(named: "auth_plugin").isEmpty
        {
            findings.append(
                BrokerFinding(
                    code: "broker_acl_file", severity: .failure, expected: "an access list", found: "none", line: nil,
                    remedy: "Add `acl_file PATH` with the shipped list: else a sensor's password lets anybody answer "
                        + "orders for a department."))
        }
        return findings
    }

    /// Passwords in clear text over more than this machine.
    private static func listenerFindings(_ file: BrokerConfigurationFile) -> [BrokerFinding] {
        let listeners = file.settings(named: "listener")
        return listeners.enumerated().compactMap { index, listener in
            let words = listener.value.split(whereSeparator: \.isWhitespace)
            let address = words.count > 1 ? String(words[1]) : ""
            let isLocal = address == "127.0.0.1" || address == "::1" || address == "localhost" || words.first == "0"
            let hasCertificate = file.settings.contains { $0.listener == index && $0.name == "certfile" }
            guard !isLocal, !hasCertificate else { return nil }
            return BrokerFinding(
                code: "broker_listener_without_tls", severity: .warning, expected: "certfile and keyfile",
                found: "listener \(listener.value)", line: listener.line,
                remedy: "Passwords cross the network readable. Add `certfile`, `keyfile` and `cafile` below the "
                    + "listener, or bind it to 127.0.0.1.")
        }
    }
}
