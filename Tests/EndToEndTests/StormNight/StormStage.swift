import BrokerSupport
import Configuration
import Foundation
import Simulators
import Telemetry
import TestSupport

/// The storm night on a stage of real programs: mosquitto, `tocsin serve`, a receiver of posts, a command for messages, a
/// stand-in for msmtp, departments over MQTT, and an officer at the socket. Time is the data's own and goes on minute by
/// minute: the next begins when everything of the last was told, answered and logged.
final class StormStage {
    let folder: TemporaryFolder
    let serve: ServeProcess
    let receivers: StormReceivers
    let officer: StormOfficer
    private let broker: Broker
    private let gateways: TestPublisher
    private let orders: Listener
    private let answers: TestPublisher
    private let socket: LocalSocket
    private var departments: [String: SimulatedDepartment] = [:]
    private var heardCount = 0
    private var postedCount = 0
    private var sms: Set<String> = []
    private var expectedReadings = 0
    private var answerCount = 0
    /// Lines of the command log so far.
    private(set) var log: [JSON] = []

    init(start: Timestamp) throws {
        folder = try TemporaryFolder()
        broker = try Broker(Scene.quickBroker)
        receivers = try StormReceivers(
            secret: StormCity.secret,
            outages: ["/weather": Interval(seconds: 60), "/power-company": Interval(seconds: 180)])
        try StormCity.write(to: folder.path, port: receivers.port)
        serve = try ServeProcess(
            city: folder.path + "/city", data: folder.path + "/data", broker: Scene.url(broker), clock: "data",
            environment: ["TOCSIN_BROKER_PASSWORD": "not asked for", "STORM_SECRET": StormCity.secret])
        socket = LocalSocket(path: folder.path + "/data/tocsin.sock")
        gateways = try TestPublisher(broker, clientIdentifier: "gateways")
        orders = try Listener(broker, topics: ["tocsin/departments/+/orders"], client: "departments")
        answers = try TestPublisher(broker, clientIdentifier: "departments-answers")
        let all = try StormCity.departments()
        for (id, manner) in all { departments[id] = SimulatedDepartment(id: id, manner: manner) }
        officer = StormOfficer(
            socket: socket, manners: Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.manner) }))
    }

    /// - Parameter messages: those of the minute, in order.
    func play(_ messages: some Sequence<SimulatedMessage>, minute: Timestamp) throws {
        receivers.tell(minute)
        let messages = Array(messages)
        for message in messages {
            if case .readings(let count) = message.content { expectedReadings += count }
        }
        try gateways.publish(messages.map { (topic: $0.topic, payload: $0.payload) })
        try wait("the readings of \(minute)") { $0["readings_committed"].integer ?? 0 >= expectedReadings }
        // An answer or an approval may bring further orders.
        repeat { try settle(minute) } while try officer.work(at: minute)
        try settle(minute)
    }

    // MARK: Orders and answers

    private func settle(_ minute: Timestamp) throws {
        repeat {
            try wait("the channels at \(minute)") { status in
                status["channels"].elements.allSatisfy { channel in
                    channel["waiting"].integer == 0
                        || receivers.isFailing("/" + (channel["channel"].text ?? "").replacing("-hook", with: ""))
                }
            }
            try hear(minute)
            let due = departments.keys.sorted().flatMap { id in
                (departments[id]?.takeDue(at: minute) ?? []).map { (department: id, answer: $0) }
            }
            if due.isEmpty { return }
            try answers.publish(
                try due.map { (topic: Topic.answers($0.department), payload: try $0.answer.json()) })
            answerCount += due.count
            try wait("the answers at \(minute)") { _ in
                readLog()
                return log.count { StormStage.isAnswer($0) } >= answerCount
            }
        } while true
    }

    private func hear(_ minute: Timestamp) throws {
        let status = JSON(text: socket.get("/v1/status") ?? "")
        func handedOver(_ channel: String) -> Int {
            status["channels"].elements.first { $0["channel"].text == channel }?["handed_over"].integer ?? 0
        }
        let target = handedOver("mqtt")
        if target > heardCount {
            _ = orders.waitFor { _ in orders.raw.count >= target }
            for message in orders.raw[heardCount...] {
                let id = message.topic.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
                departments[id]?.receive(try OrderMessage(payload: message.payload), at: minute)
            }
            heardCount = orders.raw.count
        }
        for post in receivers.fetch() {
            departments[String(post.path.dropFirst())]?.receive(
                try OrderMessage(payload: Array(post.body.utf8)), at: minute)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sms").sorted()
        where name.hasSuffix(".json") && sms.insert(name).inserted {
            let payload = FileManager.default.contents(atPath: folder.path + "/sms/" + name) ?? Data()
            departments["traffic-police"]?.receive(try OrderMessage(payload: Array(payload)), at: minute)
        }
    }

    private static func isAnswer(_ entry: JSON) -> Bool {
        let codes: Set = [
            "order_acknowledged", "order_accepted", "order_declined", "order_en_route", "order_on_scene",
            "order_under_way", "order_done", "answer_kept",
        ]
        return codes.contains(entry["code"].text ?? "") && entry["via"].text == "mqtt"
    }

    /// Takes what is new in the command log.
    func readLog() {
        let from = (log.last?["n"].integer ?? 0) + 1
        let lines = socket.get("/v1/log?from=\(from)&limit=10000") ?? ""
        log += lines.split(separator: "\n").map { JSON(text: String($0)) }
    }

    private func wait(_ what: String, until isSo: (JSON) throws -> Bool) throws {
        let isReached = try Waiting.until(seconds: 60) { try isSo(JSON(text: socket.get("/v1/status") ?? "")) }
        if !isReached { throw TestSupportError("\(what): \(socket.get("/v1/status") ?? "no answer")") }
    }

    deinit {
        serve.kill()
        broker.remove()
    }
}
