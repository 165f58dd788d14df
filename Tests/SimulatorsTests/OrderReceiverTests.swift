import Simulators
import Telemetry
import Testing

@Suite struct OrderReceiverTests {
    private let body = Array("{\"kind\":\"order\"}".utf8)
    private let stamp: Int64 = 1_780_272_000
    /// `printf '1780272000.{"kind":"order"}' | openssl dgst -sha256 -hmac key`
    private let signature = "v1=cc56a9898d7f8333c8fefa214d915a12cbd8176cf3c686f2a0ca0482b429ceec"

    private func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    @Test func takesWhatIsSignedAndRefusesTheRest() {
        var receiver = OrderReceiver(secret: "key", outage: nil)
        func verdict(
            _ bytes: [UInt8], _ signature: String?, _ sent: String?, wall: Int64
        ) -> OrderReceiver.Verdict {
            receiver.verdict(on: bytes, signature: signature, stamp: sent, wallSeconds: wall, now: time(0))
        }
        let sent = String(stamp)
        #expect(verdict(body, signature, sent, wall: stamp + 2) == .taken)
        #expect(verdict(body + [32], signature, sent, wall: stamp) == .refused)
        #expect(verdict(body, signature, String(stamp + 1), wall: stamp) == .refused)
        #expect(verdict(body, nil, sent, wall: stamp) == .refused)
        #expect(verdict(body, signature, nil, wall: stamp) == .refused)
        // A post that somebody kept and sends again later.
        #expect(verdict(body, signature, sent, wall: stamp + 301) == .refused)
    }

    @Test func isOutOfOrderForItsTimeFromTheFirstOrderOnAndOnlyOnce() {
        var receiver = OrderReceiver(secret: "key", outage: Interval(seconds: 60))
        func verdict(at seconds: Int64) -> OrderReceiver.Verdict {
            receiver.verdict(
                on: body, signature: signature, stamp: String(stamp), wallSeconds: stamp, now: time(seconds))
        }
        #expect(verdict(at: 100) == .outOfOrder)
        #expect(verdict(at: 159) == .outOfOrder)
        #expect(verdict(at: 160) == .taken)
        #expect(verdict(at: 10_000) == .taken)
    }
}
