import CMosquitto
import Foundation
import Synchronization

/// Opens the socket on a thread of its own, because looking up a name and waiting for SYN-ACK can take minutes and the
/// owner's timers must go on. The owner polls `descriptor` and then takes the result.
///
/// If the owner gives up first, the thread keeps the handle alive until the library returns and then lets it go.
final class ConnectionAttempt: Sendable {
    struct Result: Sendable {
        var code: Int32
        var errorNumber: Int32
    }

    let handle: MosquittoHandle
    /// An eventfd that becomes readable when the result is there.
    let descriptor: Int32
    private let result = Mutex<Result?>(nil)

    /// - Throws: `MQTTError.library` if the system has no descriptor left.
    init(handle: MosquittoHandle) throws(MQTTError) {
        let descriptor = tocsin_eventfd()
        guard descriptor >= 0 else {
            throw .library("No descriptor for connecting: \(String(cString: strerror(errno))).")
        }
        self.handle = handle
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    func start(_ configuration: MQTTConnectionConfiguration) {
        let thread = Thread { [self] in run(configuration) }
        thread.name = "mqtt-connect"
        thread.start()
    }

    /// The outcome, nil while the attempt is still under way.
    func takeResult() -> Result? {
        result.withLock { $0 }
    }

    private func run(_ configuration: MQTTConnectionConfiguration) {
        var properties: OpaquePointer?
        var code = mosquitto_property_add_int32(
            &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), configuration.sessionExpirySeconds)
        var errorNumber: Int32 = 0
        if code == MOSQ_ERR_SUCCESS.rawValue {
            code = tocsin_connect(
                handle.pointer, configuration.endpoint.host, Int32(configuration.endpoint.port),
                Int32(configuration.keepAliveSeconds), properties, &errorNumber)
        }
        mosquitto_property_free_all(&properties)
        let ended = Result(code: code, errorNumber: errorNumber)
        result.withLock { $0 = ended }
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
