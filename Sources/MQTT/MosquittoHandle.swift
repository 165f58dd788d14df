import CMosquitto
import Glibc

/// One `struct mosquitto`, used for one connection and then destroyed, so that no packet of a former connection can be
/// sent on the next and an abandoned one's PUBACKs are gone with it.
///
/// `@unchecked Sendable`: the helper thread of a `ConnectionAttempt` uses it first, its owner after that thread has
/// handed it over under the attempt's lock; never both.
final class MosquittoHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Whom the callbacks tell; cleared before the owner lets go of the handle. Unsafe because a weak reference costs
    /// an atomic operation for each message.
    unowned(unsafe) var owner: MQTTConnection?
    /// The last error line of the library, for the message to people. Set by the log callback, which is taken off after
    /// the CONNACK because with it the library formats a line for each packet.
    private(set) var lastLoggedError: String?

    /// - Throws: `MQTTError` if the library refuses a value.
    init(_ configuration: MQTTConnectionConfiguration, cleanStart: Bool, sendMaximum: Int32) throws(MQTTError) {
        _ = Self.prepareLibrary
        guard let pointer = mosquitto_new(configuration.clientIdentifier, cleanStart, nil) else {
            throw .library("The MQTT library could not make a client: \(String(cString: strerror(errno))).")
        }
        self.pointer = pointer
        // PUBACKs are queued instead of written at once only when the library believes that another thread reads.
        try Self.check(mosquitto_threaded_set(pointer, true), "threads")
        try Self.check(
            mosquitto_int_option(pointer, MOSQ_OPT_PROTOCOL_VERSION, Int32(MQTT_PROTOCOL_V5)), "MQTT 5")
        try Self.check(mosquitto_int_option(pointer, MOSQ_OPT_TCP_NODELAY, 1), "TCP_NODELAY")
        try Self.check(mosquitto_int_option(pointer, MOSQ_OPT_RECEIVE_MAXIMUM, 65_535), "receive maximum")
        try Self.check(mosquitto_int_option(pointer, MOSQ_OPT_SEND_MAXIMUM, sendMaximum), "send maximum")
        if let credentials = configuration.credentials {
            try Self.check(
                mosquitto_username_pw_set(pointer, credentials.user, credentials.password), "user and password")
        }
        if configuration.endpoint.usesTLS { try setTLS(configuration.tls) }
        mosquitto_user_data_set(pointer, Unmanaged.passUnretained(self).toOpaque())
        mosquitto_log_callback_set(pointer) { _, context, level, line in
            guard UInt32(bitPattern: level) == MOSQ_LOG_ERR, let context, let line else { return }
            Unmanaged<MosquittoHandle>.fromOpaque(context).takeUnretainedValue().lastLoggedError = String(cString: line)
        }
    }

    /// Closes the socket without writing anything that is queued.
    deinit {
        mosquitto_destroy(pointer)
    }

    func stopLogging() {
        mosquitto_log_callback_set(pointer, nil)
        lastLoggedError = nil
    }

    /// - Parameter delaySeconds: how long the broker waits with it after the connection is gone.
    func setWill(topic: String, payload: [UInt8], delaySeconds: UInt32 = 0) throws(MQTTError) {
        var properties: OpaquePointer?
        if delaySeconds > 0 {
            let identifier = Int32(MQTT_PROP_WILL_DELAY_INTERVAL.rawValue)
            try Self.check(
                mosquitto_property_add_int32(&properties, identifier, delaySeconds), "a delay of the will")
        }
        let result = mosquitto_will_set_v5(pointer, topic, Int32(payload.count), payload, 1, true, properties)
        // The library takes the properties over where it takes the will.
        if result != MOSQ_ERR_SUCCESS.rawValue { mosquitto_property_free_all(&properties) }
        try Self.check(result, "the will on \(topic)")
    }

    private func setTLS(_ tls: MQTTConnectionConfiguration.TLS) throws(MQTTError) {
        if let authorities = tls.authorityFile {
            let result = mosquitto_tls_set(
                pointer, authorities, nil, tls.certificateFile, tls.keyFile,
                // An encrypted key would make OpenSSL ask on the terminal and stop the thread: no pass phrase, then.
                { _, _, _, _ in 0 })
            try Self.check(result, Self.describe(tls))
        } else {
            try Self.check(mosquitto_int_option(pointer, MOSQ_OPT_TLS_USE_OS_CERTS, 1), "the system's authorities")
            if let certificate = tls.certificateFile {
                let result = mosquitto_tls_set(
                    pointer, nil, "/etc/ssl/certs", certificate, tls.keyFile, { _, _, _, _ in 0 })
                try Self.check(result, Self.describe(tls))
            }
        }
        try Self.check(mosquitto_tls_opts_set(pointer, 1 /* SSL_VERIFY_PEER */, nil, nil), "TLS options")
    }

    private static func describe(_ tls: MQTTConnectionConfiguration.TLS) -> String {
        let files = [tls.authorityFile, tls.certificateFile, tls.keyFile].compactMap(\.self)
        return "the files \(files.joined(separator: ", ")) (are they there, and readable for us?)"
    }

    private static let prepareLibrary = mosquitto_lib_init()

    static func check(_ result: Int32, _ what: String) throws(MQTTError) {
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            let reason = MQTTReason.library(result, errorNumber: errno, logged: nil)
            throw .configuration("The MQTT library does not take \(what): \(reason.detail)")
        }
    }
}
