import Telemetry

/// What Tocsin says about itself on its status topic, retained, so that an independent watcher sees at once whether it
/// lives. A watcher that hears nothing for three heartbeats should ring too: it may be the network or the broker.
package struct ServiceStatus: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case online
        /// Ended in order, by a person.
        case stopped
        /// Said by the broker in our name (Last Will): it lost us without a goodbye.
        case connectionLost

        fileprivate var names: (status: String, reason: String?) {
            switch self {
            case .online: ("online", nil)
            case .stopped: ("offline", "stopped")
            case .connectionLost: ("offline", "connection_lost")
            }
        }
    }

    /// The log's head, so that it is published to somebody who can compare it later.
    package struct LogHead: Sendable, Equatable {
        package var entries: UInt64
        /// Hexadecimal.
        package var hash: String

        package init(entries: UInt64, hash: String) {
            self.entries = entries
            self.hash = hash
        }
    }

    package var state: State
    /// Wall clock; nil in the Last Will, which is written long before it is sent.
    package var at: Timestamp?
    package var clientIdentifier: String
    /// How often a new status is to be expected.
    package var heartbeatSeconds: Int
    /// 演练: nothing of this is real.
    package var isExercise: Bool
    package var incidentsOpen: Int?
    package var logHead: LogHead?

    package init(
        state: State, at: Timestamp?, clientIdentifier: String, heartbeatSeconds: Int = 10, isExercise: Bool,
        incidentsOpen: Int? = nil, logHead: LogHead? = nil
    ) {
        self.state = state
        self.at = at
        self.clientIdentifier = clientIdentifier
        self.heartbeatSeconds = heartbeatSeconds
        self.isExercise = isExercise
        self.incidentsOpen = incidentsOpen
        self.logHead = logHead
    }

    /// One JSON object:
    /// `{"status":"online|offline","reason":…,"at":…,"client_id":…,"heartbeat_seconds":…,"exercise":…,
    /// "incidents_open":…,"log_entries":…,"log_head":…}`. Members without a value are left out; `reason` (`stopped`,
    /// `connection_lost`) comes only with `offline`.
    package func json() -> [UInt8] {
        let names = state.names
        var text = "{\"status\":\"\(names.status)\""
        if let reason = names.reason { text += ",\"reason\":\"\(reason)\"" }
        if let at { text += ",\"at\":\"\(at.iso8601(offsetMinutes: 0))\"" }
        text += ",\"client_id\":\"\(Self.escape(clientIdentifier))\",\"heartbeat_seconds\":\(heartbeatSeconds)"
        text += ",\"exercise\":\(isExercise)"
        if let incidentsOpen { text += ",\"incidents_open\":\(incidentsOpen)" }
        if let logHead {
            text += ",\"log_entries\":\(logHead.entries),\"log_head\":\"\(Self.escape(logHead.hash))\""
        }
        return Array((text + "}").utf8)
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            case _: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// Where and what is said about ourselves.
package struct StatusTopic: Sendable, Equatable {
    package var topic: String
    /// The Last Will, and with another reason the goodbye.
    package var offline: ServiceStatus

    package init(topic: String = "tocsin/status", clientIdentifier: String, isExercise: Bool) {
        self.topic = topic
        offline = ServiceStatus(
            state: .connectionLost, at: nil, clientIdentifier: clientIdentifier, isExercise: isExercise)
    }
}
