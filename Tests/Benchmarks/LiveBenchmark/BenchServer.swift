import BrokerSupport
import CrashHarness

/// A broker and the shipped server on the benchmarks' city.
struct BenchServer {
    let broker: Broker
    let served: ServedCity

    /// Writes the city; the server is not started yet.
    init(executable: String, rules: String, probes: Int, folder: String) throws {
        broker = try Broker(
            ["allow_anonymous true", "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"])
        served = try ServedCity(executable: executable, folder: folder, broker: broker)
        try BenchCity.write(to: served.cityFolder, rules: rules, probes: probes)
    }

    /// Starts the server and waits until its subscriptions stand.
    func start() throws {
        try served.start()
        try Patience.wait(until: "the server watches", seconds: 120) {
            guard served.isRunning else { throw CrashFailure("The server ended by itself.\n" + served.log) }
            return served.watchCount > 0
        }
    }

    func end() {
        served.endAll()
        broker.remove()
    }
}
