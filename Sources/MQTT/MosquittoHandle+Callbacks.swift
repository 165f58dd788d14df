import CMosquitto
import Glibc

/// The C callbacks. Each finds the handle in the library's user data: unretained, because the handle outlives its
/// `struct mosquitto`, which it destroys.
extension MosquittoHandle {
    func setCallbacks() {
        mosquitto_connect_v5_callback_set(pointer) { _, context, reasonCode, flags, _ in
            MosquittoHandle.owner(context)?.libraryConnected(reasonCode: reasonCode, flags: flags)
        }
        mosquitto_disconnect_v5_callback_set(pointer) { _, context, code, _ in
            MosquittoHandle.owner(context)?.libraryDisconnected(code: code)
        }
        mosquitto_subscribe_v5_callback_set(pointer) { _, context, identifier, count, granted, _ in
            guard count > 0, let granted else { return }
            MosquittoHandle.owner(context)?.onSubscribed?(identifier, granted[0])
        }
        mosquitto_publish_v5_callback_set(pointer) { _, context, identifier, reasonCode, _ in
            MosquittoHandle.owner(context)?.onPublished?(identifier, reasonCode)
        }
        mosquitto_message_v5_callback_set(pointer) { _, context, message, properties in
            guard let message, let owner = MosquittoHandle.owner(context) else { return }
            owner.libraryReceived(message.pointee, properties)
            owner.messagesLeft -= 1
            if owner.messagesLeft <= 0 { tocsin_end_read() }
        }
    }

    private static func owner(_ context: UnsafeMutableRawPointer?) -> MQTTConnection? {
        guard let context else { return nil }
        return Unmanaged<MosquittoHandle>.fromOpaque(context).takeUnretainedValue().owner
    }
}

extension MQTTConnection {
    fileprivate func libraryReceived(_ message: mosquitto_message, _ properties: OpaquePointer?) {
        guard let topic = message.topic else { return }
        let bytes = UnsafeRawPointer(topic).assumingMemoryBound(to: UInt8.self)
        onMessage?(
            MQTTMessage(
                topic: UnsafeBufferPointer(start: bytes, count: strlen(topic)),
                payload: UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen)),
                quality: UInt8(clamping: message.qos), isRetained: message.retain,
                packetIdentifier: UInt16(clamping: message.mid), propertyList: properties))
    }
}
