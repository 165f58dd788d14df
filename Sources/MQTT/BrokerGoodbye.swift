/// The will by which a broker that is stopped in order says goodbye.
///
/// mosquitto 2.0.11 closes its connections without a word, whether it is stopped or killed. But before it saves for the last
/// time it publishes every will, also the delayed ones of clients that are away. So each connection leaves a retained will
/// that is delayed for ever: whoever reads it after the broker was started anew knows that the one before ended in order
/// after that connection, and so saved everything. One that was killed published nothing.
final class BrokerGoodbye {
    let topic: String
    private var random: any RandomNumberGenerator
    private var offered: [UInt8] = []
    /// What the will of the present connection says; empty before the first.
    private(set) var current: [UInt8] = []

    init(clientIdentifier: String, random: any RandomNumberGenerator) {
        topic = BrokerGoodbye.topic(clientIdentifier: clientIdentifier)
        self.random = random
    }

    static func topic(clientIdentifier: String) -> String { "tocsin/goodbye/" + clientIdentifier }

    /// Leaves another will with each connection, so that an old goodbye is not taken for a new one.
    func leave(with handle: MosquittoHandle) throws(MQTTError) {
        offered = (0..<16).map { _ in Array("0123456789abcdef".utf8)[Int(random.next() & 15)] }
        try handle.setWill(topic: topic, payload: offered, delaySeconds: .max)
    }

    func accepted() { current = offered }
}
