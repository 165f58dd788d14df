import BrokerSupport
import MQTT
import Simulators
import Telemetry

/// A department as a real client of the broker: it acknowledges, accepts, sets off and finishes, within seconds.
package final class AnsweringDepartment {
    private var department: SimulatedDepartment
    package let orders: MQTTSession
    package let answers: MQTTPublisher
    private var due: [AnswerMessage] = []
    private var inFlight: [UInt64: AnswerMessage] = [:]
    private var nextToken: UInt64 = 1
    /// Idempotency keys of what came, each once.
    package private(set) var keys: Set<String> = []
    /// Messages whose key had come before.
    package private(set) var repeated = 0
    package private(set) var answered = 0
    /// Incidents that it has heard of, in that order.
    package private(set) var incidents: [String] = []

    package init(broker: Broker) throws {
        let soon = Interval(nanoseconds: 300_000_000)
        let manner = DepartmentManner(
            steps: [
                .init(.acknowledged, after: soon), .init(.accepted, after: soon), .init(.underWay, after: soon),
                .init(.done, after: Interval(nanoseconds: 600_000_000)),
            ], person: "crash")
        department = SimulatedDepartment(id: CrashCity.department, manner: manner)
        let backoff = ReconnectBackoff.Limits(firstMilliseconds: 20, longestMilliseconds: 200)
        orders = try MQTTSession(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "crash-department", backoff: backoff),
            subscriptions: [try MQTTSubscription(filter: "tocsin/departments/\(CrashCity.department)/orders")],
            random: SystemRandomNumberGenerator())
        answers = try MQTTPublisher(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "crash-department-out", sessionExpirySeconds: 0,
                backoff: backoff),
            inFlightLimit: 64, status: nil, random: SystemRandomNumberGenerator())
    }

    package func turn(now: Timestamp) throws {
        let receipt = orders.receive(maximumCount: 100) { message in
            guard let order = try? OrderMessage(payload: Array(message.payload)) else { return }
            if !keys.insert(order.key).inserted { repeated += 1 }
            if let incident = order.incident, !incidents.contains(incident) { incidents.append(incident) }
            department.receive(order, at: now)
        }
        if receipt.count > 0 { orders.acknowledge() }
        while orders.nextEvent() != nil {}
        answers.receive()
        while let event = answers.nextEvent() {
            switch event {
            case .published(let token):
                inFlight[token] = nil
                answered += 1
            case .publishUncertain(let token):
                if let answer = inFlight.removeValue(forKey: token) { due.insert(answer, at: 0) }
            case .publishRefused(_, let reason): throw CrashFailure("The broker refused an answer: \(reason).")
            default: break
            }
        }
        due += department.takeDue(at: now)
        while let answer = due.first {
            let topic = "tocsin/departments/\(CrashCity.department)/answers"
            guard try answers.publish(token: nextToken, topic: topic, payload: try answer.json()) == .queued else {
                return
            }
            inFlight[nextToken] = answer
            nextToken += 1
            due.removeFirst()
        }
    }
}
