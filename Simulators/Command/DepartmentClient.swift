import Foundation
import MQTT
import Simulators
import Telemetry

/// Joins a simulated department to the broker: orders in on one session, answers out on another.
final class DepartmentClient {
    private var department: SimulatedDepartment
    private let clock: ExerciseClock
    private let tellsTime: Bool
    private let orders: MQTTSession
    private let answers: MQTTPublisher
    /// Answers that are due and not confirmed, in order; the first is sent again if its connection broke.
    private var outgoing: [AnswerMessage] = []
    private var inFlight: [UInt64: AnswerMessage] = [:]
    private var nextToken: UInt64 = 1

    init(
        department: SimulatedDepartment, clock: ExerciseClock, tellsTime: Bool,
        configuration: MQTTConnectionConfiguration
    ) throws {
        self.department = department
        self.clock = clock
        self.tellsTime = tellsTime
        let subscription = try MQTTSubscription(filter: "tocsin/departments/\(department.id)/orders", quality: 1)
        self.orders = try MQTTSession(
            configuration, subscriptions: [subscription], random: SystemRandomNumberGenerator())
        var outgoing = configuration
        outgoing.clientIdentifier += "-out"
        outgoing.sessionExpirySeconds = 0
        self.answers = try MQTTPublisher(
            outgoing, inFlightLimit: 16, status: nil, random: SystemRandomNumberGenerator())
    }

    /// Until a signal: this department alone.
    func run() throws { try DepartmentClient.run([self]) }

    /// Until a signal: all of them in one loop, each on connections of its own.
    ///
    /// - Parameter desk: where orders are posted to those who have a receiver.
    static func run(_ clients: [DepartmentClient], desk: ReceiverDesk? = nil) throws {
        while !Interruption.isRequested {
            var wait = 200
            desk?.turn()
            for client in clients { wait = min(wait, try client.turn()) }
            PollLoop.wait(
                for: clients.flatMap(\.descriptors) + (desk.map { [$0.pollDescriptor] } ?? []), milliseconds: wait)
        }
        for client in clients { client.finish() }
    }

    private var descriptors: [(descriptor: Int32, events: Int16)] {
        [(orders.pollDescriptor, orders.pollEvents), (answers.pollDescriptor, answers.pollEvents)]
    }

    /// Takes what has come and sends what is due.
    ///
    /// - Returns: milliseconds in which there is nothing to do unless a descriptor says so.
    private func turn() throws -> Int {
        let now = monotonicNanoseconds()
        orders.advance(now: now)
        answers.advance(now: now)
        let receipt = orders.receive(maximumCount: 100) { message in
            take(Array(message.payload))
        }
        if receipt.count > 0 { orders.acknowledge() }
        answers.receive()
        takeEvents(of: orders.nextEvent)
        takeEvents(of: answers.nextEvent)
        outgoing += department.takeDue(at: clock.now())
        try sendAnswers()
        let wait = department.nextDue.map { clock.milliseconds(until: $0) } ?? 1_000
        return receipt.isDrained ? wait : 0
    }

    private func finish() {
        orders.finish(now: monotonicNanoseconds())
        answers.finish(now: monotonicNanoseconds())
    }

    var id: String { department.id }

    /// An order as it came, by the broker or by a post.
    func take(_ payload: [UInt8]) {
        do {
            let message = try OrderMessage(payload: payload)
            let isNew = department.receive(message, at: clock.now())
            let fields = [
                ("department", department.id), ("received", message.kind.rawValue), ("order", message.order ?? ""),
                ("incident", message.incident ?? ""), ("repeat", isNew ? "no" : "yes"),
            ]
            JSONLine.write(fields)
        } catch {
            Notice.write("\(department.id) can't read an order: \(error).")
        }
    }

    private func sendAnswers() throws {
        while var answer = outgoing.first {
            if !tellsTime { answer.t = nil }
            let topic = "tocsin/departments/\(department.id)/answers"
            switch try answers.publish(token: nextToken, topic: topic, payload: try answer.json()) {
            case .queued:
                inFlight[nextToken] = answer
                nextToken += 1
                outgoing.removeFirst()
                JSONLine.write([
                    ("department", department.id), ("sent", answer.state.rawValue), ("order", answer.order),
                    ("version", String(answer.version)),
                ])
            case .full, .notConnected:
                return
            }
        }
    }

    private func takeEvents(of next: () -> MQTTEvent?) {
        while let event = next() {
            switch event {
            case .published(let token):
                inFlight[token] = nil
            case .publishUncertain(let token):
                if let answer = inFlight.removeValue(forKey: token) { outgoing.insert(answer, at: 0) }
            case .publishRefused(let token, let reason):
                inFlight[token] = nil
                Notice.write("The broker refused an answer of \(department.id): \(reason).")
            case .subscribed:
                JSONLine.write([("department", department.id), ("state", "subscribed")])
            case .subscriptionRefused(let filter, let reason):
                Notice.write("The broker refused \(filter): \(reason).")
            case .connectFailed(let reason, _, _):
                Notice.write("\(department.id) can't reach the broker: \(reason).")
            case .lost(let reason, _):
                Notice.write("\(department.id) lost the broker: \(reason).")
            case .takenOver, .takeOverSuspected:
                Notice.write("Another client uses the id of \(department.id).")
            case .connected, .brokerDropped, .brokerUptime, .brokerGoodbye, .statusRefused, .finished:
                break
            }
        }
    }
}
