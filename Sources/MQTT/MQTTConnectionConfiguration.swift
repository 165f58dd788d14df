/// How one session reaches the broker and who it is there.
package struct MQTTConnectionConfiguration: Sendable {
    /// Certificate files for `mqtts`. They are read again at each connect, so that renewed ones count.
    package struct TLS: Sendable, Hashable {
        /// PEM file of the authorities to believe; nil believes those of the system.
        package var authorityFile: String?
        /// PEM file of our own certificate, if the broker asks for one. Needs `keyFile`.
        package var certificateFile: String?
        /// PEM file of its key, without a pass phrase (nobody is there to type it).
        package var keyFile: String?

        package init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    package var endpoint: MQTTEndpoint
    /// Made from the identity of the database, so that a copy of it does not steal the session of another.
    package var clientIdentifier: String
    package var credentials: MQTTCredentials?
    package var tls: TLS
    /// Silence after which a ping is sent, and after as long again without an answer the connection counts as lost.
    package var keepAliveSeconds: UInt16
    /// From the open socket to the broker's CONNACK, TLS included.
    package var handshakeTimeoutSeconds: Int
    /// How long the broker keeps the session and its queue while we are away. The default, the largest, means for ever.
    package var sessionExpirySeconds: UInt32
    package var backoff: ReconnectBackoff.Limits

    package init(
        endpoint: MQTTEndpoint, clientIdentifier: String, credentials: MQTTCredentials? = nil, tls: TLS = TLS(),
        keepAliveSeconds: UInt16 = 30, handshakeTimeoutSeconds: Int = 20, sessionExpirySeconds: UInt32 = .max,
        backoff: ReconnectBackoff.Limits = .init()
    ) {
        self.endpoint = endpoint
        self.clientIdentifier = clientIdentifier
        self.credentials = credentials
        self.tls = tls
        self.keepAliveSeconds = keepAliveSeconds
        self.handshakeTimeoutSeconds = handshakeTimeoutSeconds
        self.sessionExpirySeconds = sessionExpirySeconds
        self.backoff = backoff
    }

    /// - Throws: `MQTTError.configuration` with what to change.
    package func validate() throws(MQTTError) {
        guard !clientIdentifier.isEmpty, clientIdentifier.utf8.count <= 65_535,
            !clientIdentifier.utf8.contains(0)
        else {
            throw .configuration(
                "The MQTT client id is empty, too long or holds a zero byte. The broker keeps the session by it.")
        }
        guard keepAliveSeconds >= 5 else {
            throw .configuration("keep_alive is \(keepAliveSeconds) s; write 5 or more (libmosquitto's smallest).")
        }
        guard handshakeTimeoutSeconds > 0 else {
            throw .configuration("The handshake timeout is \(handshakeTimeoutSeconds) s; write 1 or more.")
        }
        guard (tls.certificateFile == nil) == (tls.keyFile == nil) else {
            throw .configuration("Only one of client certificate and key is given; each needs the other.")
        }
        guard endpoint.usesTLS || tls == TLS() else {
            throw .configuration("Certificates are configured, but the address is mqtt://. Write mqtts:// to use them.")
        }
        try backoff.validate()
    }
}
