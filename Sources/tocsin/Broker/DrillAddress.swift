import City
import MQTT
import Operations
import Telemetry
import Views

/// Which brokers recordings may be played into: only those that somebody has named for drills. Sensors' messages that are
/// played into a city's own broker would ring real alarms.
enum DrillAddress {
    /// - Parameters:
    ///   - allowed: `HOST:PORT` of `--allow`.
    ///   - city: folder of the city, whose `drill_addresses` count too.
    /// - Throws: `CommandFailure` where the address is not named; what a city is wrong by.
    static func require(_ endpoint: MQTTEndpoint, allowed: [String], city: String) throws {
        let name = text(endpoint)
        if allowed.contains(where: { $0.lowercased() == name }) { return }
        let loaded = try CityLoader.load(folder: city).city
        if loaded.drillAddresses.contains(name) { return }
        let isOwn = (try? MQTTEndpoint(parsing: loaded.broker.url)).map { text($0) == name } ?? false
        let own = Bilingual(
            chinese: isOwn ? "这是本市自己的消息代理：回放的报文会触发真实报警。" : "该地址不在演练地址之列。",
            english: isOwn
                ? "This is the city's own broker: what is played into it would ring real alarms."
                : "The address is not among those for drills.")
        throw CommandFailure(
            ProblemView(
                code: "not_a_drill_address", message: own,
                remedy: Bilingual(
                    chinese: "只向演练用的消息代理发布；确认后在 city.yaml 的 drill_addresses 中写明 \(name)，或加 --allow \(name)。",
                    english:
                        "Publish only into a broker for drills; if this is one, name \(name) under drill_addresses in "
                        + "city.yaml, or say --allow \(name).")),
            place: endpoint.description, status: .noPermission)
    }

    /// `HOST:PORT` in lower case, IPv6 in brackets.
    static func text(_ endpoint: MQTTEndpoint) -> String {
        let host = endpoint.host.lowercased()
        return (host.contains(":") ? "[\(host)]" : host) + ":\(endpoint.port)"
    }
}
