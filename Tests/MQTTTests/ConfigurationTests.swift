import MQTT
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("mqtt://broker", "mqtt://broker:1883"), ("mqtts://broker", "mqtts://broker:8883"),
        ("mqtt://10.0.0.1:1884", "mqtt://10.0.0.1:1884"), ("mqtts://[::1]:8883", "mqtts://[::1]:8883"),
        ("mqtt://[fe80::2]", "mqtt://[fe80::2]:1883"),
    ])
    func addressesAreRead(text: String, expected: String) throws {
        #expect(try MQTTEndpoint(parsing: text).description == expected)
    }

    @Test(arguments: [
        "", "broker:1883", "http://broker", "mqtt://", "mqtt://:1883", "mqtt://broker:0", "mqtt://broker:65536",
        "mqtt://broker:x", "mqtt://broker:", "mqtt://::1:1883", "mqtt://[::1", "mqtt://[::1]x", "mqtt://user:pw@broker",
        "mqtt://broker/path", "mqtt://bro ker",
    ])
    func otherAddressesAreRefused(text: String) {
        #expect(throws: MQTTError.self) { try MQTTEndpoint(parsing: text) }
    }
}

@Suite struct CredentialsTests {
    @Test func theFirstLineOfTheFileIsThePassword() throws {
        let credentials = try MQTTCredentials.resolve(
            .init(user: "tocsin", file: ("/etc/pw", Array("秘密 word\r\nnot this\n".utf8))))
        #expect(credentials == MQTTCredentials(user: "tocsin", password: "秘密 word"))
    }

    @Test func theVariableIsThePassword() throws {
        let credentials = try MQTTCredentials.resolve(.init(user: "tocsin", environment: ("PW", "x")))
        #expect(credentials?.password == "x")
    }

    @Test func withoutAUserThereAreNone() throws {
        #expect(try MQTTCredentials.resolve(.init(user: nil)) == nil)
    }

    @Test(arguments: [
        (MQTTCredentials.Source(user: "u"), "password_file"),
        (.init(user: "u", file: ("/a", nil)), "/a"),
        (.init(user: "u", file: ("/a", [])), "empty"),
        (.init(user: "u", file: ("/a", [0xFF, 0x0A])), "UTF-8"),
        (.init(user: "u", environment: ("PW", nil)), "PW"),
        (.init(user: "u", file: ("/a", [65]), environment: ("PW", "x")), "one of them"),
        (.init(user: nil, environment: ("PW", "x")), "user"),
    ])
    func mistakesAreNamed(source: MQTTCredentials.Source, word: String) {
        let error = #expect(throws: MQTTError.self) { try MQTTCredentials.resolve(source) }
        #expect(error?.description.contains(word) == true)
    }

    @Test func aPasswordIsNeverPrinted() {
        let credentials = MQTTCredentials(user: "tocsin", password: "hunter2")
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!"\(credentials) \(String(reflecting: credentials)) \(dumped)".contains("hunter2"))
    }
}

@Suite struct ConnectionConfigurationTests {
    private let base = MQTTConnectionConfiguration(
        endpoint: MQTTEndpoint(host: "127.0.0.1", port: 1), clientIdentifier: "x")

    @Test func aRightOneIsTaken() throws {
        try base.validate()
    }

    @Test func wrongOnesAreRefused() {
        var wrong: [MQTTConnectionConfiguration] = Array(repeating: base, count: 6)
        wrong[0].clientIdentifier = ""
        wrong[1].keepAliveSeconds = 1
        wrong[2].handshakeTimeoutSeconds = 0
        wrong[3].tls.certificateFile = "/only/certificate"
        wrong[4].tls.authorityFile = "/without/mqtts"
        wrong[5].backoff.longestMilliseconds = 1
        for configuration in wrong {
            #expect(throws: MQTTError.self) { try configuration.validate() }
        }
    }
}
