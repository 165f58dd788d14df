import Telemetry

/// One city as its folder describes it: `city.yaml` and `stations/*.yaml`.
package struct City: Sendable {
    package var id: String
    package var name: Bilingual
    /// Minutes east of Greenwich that people read times in; fixed, because the log must not depend on a time-zone database.
    package var utcOffsetMinutes: Int
    package var officers: [Officer]
    package var broker: BrokerSettings
    package var intake: IntakeSettings
    package var store: StoreSettings
    /// Where the sheet for the day when the machine dies is written; nil: nowhere.
    package var stateSheet: StateSheetSettings?
    /// Brokers for drills, `HOST:PORT` in lower case: recordings may be played into these and no others.
    package var drillAddresses: [String] = []
    /// Nil where the city draws none.
    package var boundingBox: BoundingBox?
    package var registry: Registry
}

/// A person or post on duty.
package struct Officer: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
}

/// How the broker is reached and what is subscribed.
package struct BrokerSettings: Hashable, Sendable {
    /// `mqtt://HOST:PORT` or `mqtts://HOST:PORT`.
    package var url: String
    package var user: String?
    package var passwordFile: String?
    /// Name of the environment variable that holds the password.
    package var passwordEnvironment: String?
    package var authorityFile: String?
    package var clientCertificateFile: String?
    package var clientKeyFile: String?
    package var subscriptions: [Subscription]

    package struct Subscription: Hashable, Sendable {
        package var topic: String
        /// 0 or 1; 2 is refused.
        package var qos: Int
    }
}

/// Bounds of what is taken in and believed.
package struct IntakeSettings: Hashable, Sendable {
    package var payloadLimitBytes = 262_144
    /// How far a device's clock may run ahead of the server's.
    package var clockTolerance = Interval(seconds: 300)
    /// Readings older than this are stored and not evaluated.
    package var horizon = Interval(seconds: 86_400)
    /// By quantity, where it has one of its own.
    package var horizons: [String: Interval] = [:]
    /// Readings kept of each series to judge late ones, besides those of the rules' windows; 0 judges none. 16 bytes each.
    package var reevaluationReadings = 256
    /// Device times older than this are not believed.
    package var backfillLimit = Interval(seconds: 30 * 86_400)
    package var maximumSeries = 200_000
    /// Quarantined messages kept; older ones are dropped and counted.
    package var quarantineLimit = 10_000
}

/// The state sheet: `state.txt` and `state.html` in a folder that should lie on another machine or medium.
package struct StateSheetSettings: Hashable, Sendable {
    /// Absolute path of a folder that exists.
    package var folder: String
    /// Written at least this often, besides after changes.
    package var every = Interval(seconds: 300)
}

package struct StoreSettings: Hashable, Sendable {
    package var retention = Interval(seconds: 90 * 86_400)
    package var ballastMebibytes = 64
}
