import BrokerSupport
import Configuration
import Foundation
import MQTT
import TestSupport

/// A broker, a city's folder, a server on them and whoever publishes: what most tests need.
final class Scene {
    let folder: TemporaryFolder
    let broker: Broker
    let serve: ServeProcess
    let sensors: TestPublisher

    /// - Parameters:
    ///   - bundle: the city's files.
    ///   - scheme: of the broker's address.
    ///   - data: the data folder, where it is to lie elsewhere.
    ///   - sensors: a client with credentials of its own, where the broker wants them.
    init(
        _ bundle: ConfigurationBundle = SmallCity.bundle(), clock: String = "wall", broker: Broker? = nil,
        scheme: String = "mqtt", data: String? = nil, environment: [String: String] = [:], sensors: TestPublisher? = nil
    ) throws {
        folder = try TemporaryFolder()
        self.broker = try broker ?? Broker()
        try TestCity.write(bundle, to: folder.path + "/city")
        serve = try ServeProcess(
            city: folder.path + "/city", data: data ?? folder.path + "/data",
            broker: Scene.url(self.broker, scheme: scheme), clock: clock, environment: environment)
        self.sensors = try sensors ?? TestPublisher(self.broker, clientIdentifier: "sensors")
    }

    /// Saves each half hour, as Debian's does: killed outright it has forgotten our session.
    static let quickBroker = Broker.openConfiguration.filter { !$0.hasPrefix("autosave") }

    static func url(_ broker: Broker, scheme: String = "mqtt") -> String { "\(scheme)://127.0.0.1:\(broker.port)" }

    deinit {
        serve.kill()
        broker.remove()
    }

    /// Somebody who listens to the topics; subscribed when this returns.
    func listener(_ topics: String..., client: String = "listener") throws -> Listener {
        try Listener(broker, topics: topics, client: client)
    }

    /// Publishes a stage of the gauge and waits until the broker has it.
    ///
    /// - Parameter secondsAgo: how old the reading is.
    func stage(_ meters: Double, secondsAgo: Double = 0) throws {
        try sensors.publish(Topic.stage, Payload.reading(meters, unit: "m", secondsAgo: secondsAgo))
    }

    func gas(_ percent: Double, secondsAgo: Double = 0) throws {
        try sensors.publish(Topic.gas, Payload.reading(percent, unit: "%LEL", secondsAgo: secondsAgo))
    }

    /// Somebody presses the panic button.
    func press(_ id: String) throws {
        try sensors.publish(Topic.button, "{\"id\":\"\(id)\",\"type\":\"press\"}")
    }

    /// Waits until so many readings are committed.
    func waitForReadings(_ count: Int) throws -> Bool {
        try serve.waitForStatus { ($0["readings_committed"].integer ?? 0) >= count }
    }
}

enum Topic {
    static let stage = "city/north/river/gauge/stage"
    static let gas = "city/north/gas/detector/lel"
    static let button = "city/north/panic/button/panic"

    static func orders(_ department: String) -> String { "tocsin/departments/\(department)/orders" }
    static func answers(_ department: String) -> String { "tocsin/departments/\(department)/answers" }
}

enum Payload {
    /// `{"t","v","u"}` by the machine's clock.
    static func reading(_ value: Double, unit: String, secondsAgo: Double = 0) -> String {
        let time = String(format: "%.6f", Date().timeIntervalSince1970 - secondsAgo)
        return "{\"t\":\(time),\"v\":\(value),\"u\":\"\(unit)\"}"
    }
}
