import Configuration
import Telemetry

extension CityReader {
    func readBroker(_ node: ConfigurationNode?) -> BrokerSettings? {
        guard let node, var fields = node.mapping("“broker”") else { return nil }
        let urlNode = fields.required("url")
        let url = urlNode?.string("“url”")
        if let url, !url.hasPrefix("mqtt://"), !url.hasPrefix("mqtts://") {
            urlNode?.problem(
                "“url” must begin with mqtt:// or mqtts://.", remedy: "Write mqtt://HOST:PORT, or mqtts:// for TLS.")
        }
        var settings = BrokerSettings(url: url ?? "", subscriptions: [])
        settings.user = fields.optionalString("user")
        settings.passwordFile = fields.optionalString("password_file")
        settings.passwordEnvironment = fields.optionalString("password_env")
        settings.authorityFile = fields.optionalString("ca_file")
        settings.clientCertificateFile = fields.optionalString("client_certificate_file")
        settings.clientKeyFile = fields.optionalString("client_key_file")
        settings.subscriptions = readSubscriptions(fields.required("subscriptions"))
        fields.finish()
        return url == nil ? nil : settings
    }

    private func readSubscriptions(_ node: ConfigurationNode?) -> [BrokerSettings.Subscription] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“subscriptions” must be a list.", remedy: "Write one “- {topic: city/#, qos: 1}” a line.")
            return []
        }
        return elements.compactMap { element in
            guard var fields = element.mapping("A subscription") else { return nil }
            let topic = fields.string("topic")
            let qosNode = fields.required("qos")
            fields.finish()
            guard let topic, let qosNode, let qos = qosNode.integer("“qos”", in: 0...2) else { return nil }
            if qos == 2 {
                qosNode.problem(
                    "QoS 2 can't be taken: its acknowledgement leaves before the message is stored.",
                    remedy: "Subscribe with QoS 1; repeats are recognised and change nothing.")
            }
            return BrokerSettings.Subscription(topic: topic, qos: qos)
        }
    }

    func readIntake(_ node: ConfigurationNode?) -> IntakeSettings {
        var settings = IntakeSettings()
        guard let node, var fields = node.mapping("“intake”") else { return settings }
        func integer(_ field: String, _ range: ClosedRange<Int>, _ value: inout Int) {
            if let read = fields.optional(field)?.integer("“\(field)”", in: range) { value = read }
        }
        integer("payload_limit_bytes", 256...16_777_216, &settings.payloadLimitBytes)
        integer("maximum_series", 1...10_000_000, &settings.maximumSeries)
        integer("quarantine_limit", 1...1_000_000, &settings.quarantineLimit)
        integer("reevaluation_readings", 0...32_768, &settings.reevaluationReadings)
        settings.clockTolerance = fields.optionalInterval("clock_tolerance") ?? settings.clockTolerance
        settings.horizon = fields.optionalInterval("horizon") ?? settings.horizon
        settings.backfillLimit = fields.optionalInterval("backfill_limit") ?? settings.backfillLimit
        settings.horizons = readHorizons(fields.optional("horizons"))
        fields.finish()
        return settings
    }

    private func readHorizons(_ node: ConfigurationNode?) -> [String: Interval] {
        guard let node else { return [:] }
        guard let entries = node.entries else {
            node.problem(
                "“horizons” must be a mapping of quantities to lengths of time.",
                remedy: "Write one “rain: 48h” a line.")
            return [:]
        }
        var horizons: [String: Interval] = [:]
        for (key, value) in entries {
            guard let quantity = key.string("A quantity"), let horizon = value.interval("“\(quantity)”") else {
                continue
            }
            if horizons.updateValue(horizon, forKey: quantity) != nil {
                key.problem("“\(quantity)” has two horizons.", remedy: "Keep one of them.")
            }
        }
        return horizons
    }

    func readStateSheet(_ node: ConfigurationNode?) -> StateSheetSettings? {
        guard let node, var fields = node.mapping("“state_sheet”") else { return nil }
        let folderNode = fields.required("folder")
        let everyNode = fields.optional("every")
        fields.finish()
        guard let folderNode, let folder = folderNode.string("“folder”") else { return nil }
        if !folder.hasPrefix("/") || folder.contains("\0") {
            folderNode.problem("“folder” must be an absolute path.", remedy: "Write /media/usb/tocsin or the like.")
        }
        var settings = StateSheetSettings(folder: folder)
        if let everyNode, let every = everyNode.interval("“every”") {
            settings.every = every
            if every < Interval(seconds: 10) || every > Interval(seconds: 3_600) {
                everyNode.problem("“every” is from 10s to 1h.", remedy: "Write 5m.")
            }
        }
        return settings
    }

    /// `[HOST:PORT]`: brokers for drills.
    func readDrillAddresses(_ node: ConfigurationNode?) -> [String] {
        guard let node else { return [] }
        guard let elements = node.elements else {
            node.problem("“drill_addresses” must be a list.", remedy: "Write [127.0.0.1:1884].")
            return []
        }
        return elements.compactMap { element in
            guard let text = element.string("Each of “drill_addresses”") else { return nil }
            guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
                let port = UInt16(text[text.index(after: colon)...]), port > 0, !text.contains("/")
            else {
                element.problem(
                    "“\(text)” is no HOST:PORT.", remedy: "Write the broker's name and port: 127.0.0.1:1884.")
                return nil
            }
            return text.lowercased()
        }
    }

    func readStore(_ node: ConfigurationNode?) -> StoreSettings {
        var settings = StoreSettings()
        guard let node, var fields = node.mapping("“store”") else { return settings }
        settings.retention = fields.optionalInterval("retention") ?? settings.retention
        if let value = fields.optional("ballast_mebibytes")?.integer("“ballast_mebibytes”", in: 0...65_536) {
            settings.ballastMebibytes = value
        }
        fields.finish()
        return settings
    }
}
