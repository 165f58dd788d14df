import City
import Foundation
import Glibc
import MQTT
import Operations
import Telemetry
import Views

/// Does the broker answer, does it take us and nobody else, and is it configured as we promise by?
struct BrokerCheckup {
    let loaded: LoadedCity?
    let url: String?
    let configurationPath: String?

    /// Longest wait for the broker's answers.
    private static let patienceNanoseconds: Int64 = 4_000_000_000
    private static let usualConfiguration = "/etc/mosquitto/mosquitto.conf"

    func findings() -> [FindingView] {
        configurationFindings() + runningFindings()
    }

    // MARK: Its file

    private func configurationFindings() -> [FindingView] {
        let path = configurationPath ?? BrokerCheckup.usualConfiguration
        guard let data = FileManager.default.contents(atPath: path) else {
            return [
                FindingView(
                    area: "broker", severity: configurationPath == nil ? .note : .failure,
                    message: Bilingual(
                        chinese: "读不到消息代理的配置文件 \(path)",
                        english: "The broker's configuration file \(path) can't be read"),
                    remedy: Bilingual(
                        chinese: "用 --broker-configuration 指明；随附的配置在 Rules/broker/。",
                        english: "Name it with --broker-configuration; the one that ships is in Rules/broker/."))
            ]
        }
        let found = BrokerCheck.findings(configuration: String(decoding: data, as: UTF8.self))
        if found.isEmpty {
            return [
                FindingView(
                    area: "broker", severity: .good,
                    message: Bilingual(
                        chinese: "\(path) 与随附的配置一致", english: "\(path) keeps every promise of the shipped configuration"
                    ))
            ]
        }
        return found.map { view($0, path: path) }
    }

    private func view(_ finding: BrokerFinding, path: String?) -> FindingView {
        let place = path.map { "\($0)\(finding.line.map { ":\($0)" } ?? ""): " } ?? ""
        return FindingView(
            area: "broker", severity: finding.severity == .failure ? .failure : .warning,
            message: Bilingual(
                chinese: "\(place)\(finding.code)：应为 \(finding.expected)，实为 \(finding.found)",
                english: "\(place)\(finding.code): expected \(finding.expected), found \(finding.found)"),
            remedy: Bilingual(finding.remedy))
    }

    // MARK: The running one

    private func runningFindings() -> [FindingView] {
        guard let address = url ?? loaded?.city.broker.url else { return [] }
        let endpoint: MQTTEndpoint
        let credentials: MQTTCredentials?
        do {
            endpoint = try MQTTEndpoint(parsing: address)
            credentials = try loaded.flatMap { try BrokerAccess.credentials($0.city.broker) }
        } catch {
            return [unreachable(address, "\(error)")]
        }
        var probe = BrokerProbe()
        let outcome = run(endpoint, credentials, into: &probe)
        switch outcome {
        case .accepted: probe.acceptsUs = true
        case .refused(let detail), .unreachable(let detail): return [unreachable(address, detail)]
        }
        if credentials != nil {
            var nobody = BrokerProbe()
            if case .accepted = run(endpoint, nil, into: &nobody) { probe.acceptsAnonymous = true }
        }
        let version = probe.version.map { " (\($0))" } ?? ""
        let answers = FindingView(
            area: "broker", severity: .good,
            message: Bilingual(chinese: "\(address) 可连接\(version)", english: "\(address) answers\(version)"))
        return [answers] + anonymous(credentials) + probe.findings.map { view($0, path: nil) }
    }

    private func anonymous(_ credentials: MQTTCredentials?) -> [FindingView] {
        guard credentials == nil else { return [] }
        return [
            FindingView(
                area: "broker", severity: .warning,
                message: Bilingual(
                    chinese: "未配置用户：以匿名方式连接", english: "No user is configured: we connect as nobody"),
                remedy: Bilingual(
                    chinese: "在 city.yaml 的 broker 中填写 user 和 password_file。",
                    english: "Set user and password_file under broker in city.yaml."))
        ]
    }

    private func unreachable(_ address: String, _ detail: String) -> FindingView {
        FindingView(
            area: "broker", severity: .failure,
            message: Bilingual(
                chinese: "无法连接 \(address)：\(detail)", english: "\(address) can't be reached: \(detail)"),
            remedy: Bilingual(
                chinese: "启动消息代理（systemctl start mosquitto），核对地址、用户和口令。",
                english: "Start the broker (systemctl start mosquitto); check address, user and password."))
    }

    private enum Outcome {
        case accepted
        case refused(String)
        case unreachable(String)
    }

    private func run(_ endpoint: MQTTEndpoint, _ credentials: MQTTCredentials?, into probe: inout BrokerProbe)
        -> Outcome
    {
        let configuration = MQTTConnectionConfiguration(
            endpoint: endpoint, clientIdentifier: "tocsin-doctor-" + RandomToken.make(), credentials: credentials,
            tls: loaded.map { BrokerAccess.tls($0.city.broker) } ?? .init(), handshakeTimeoutSeconds: 4,
            sessionExpirySeconds: 0)
        let session: MQTTSession
        do {
            session = try MQTTSession(
                configuration, subscriptions: try BrokerProbe.subscriptions(), random: SystemRandomNumberGenerator())
        } catch {
            return .unreachable("\(error)")
        }
        let end = BrokerCheckup.bootNanoseconds() + BrokerCheckup.patienceNanoseconds
        var isAccepted = false
        while BrokerCheckup.bootNanoseconds() < end, !(isAccepted && probe.isComplete) {
            session.advance(now: BrokerCheckup.bootNanoseconds())
            var waiting = pollfd(fd: session.pollDescriptor, events: session.pollEvents, revents: 0)
            _ = poll(&waiting, 1, 50)
            var gathered = probe
            _ = session.receive(maximumCount: 100) { gathered.take($0) }
            probe = gathered
            _ = session.acknowledge()
            while let event = session.nextEvent() {
                switch event {
                case .connected: isAccepted = true
                case .connectFailed(let reason, _, _): return .refused("\(reason)")
                case .lost, .takeOverSuspected, .takenOver, .subscribed, .subscriptionRefused, .brokerDropped,
                    .brokerUptime, .brokerGoodbye, .published,
                    .publishRefused, .publishUncertain, .statusRefused, .finished:
                    break
                }
            }
        }
        session.finish(now: BrokerCheckup.bootNanoseconds())
        return isAccepted ? .accepted : .unreachable("no answer within 4 s")
    }

    private static func bootNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
