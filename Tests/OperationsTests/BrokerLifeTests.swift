import Telemetry
import Testing

@testable import LiveServer
@testable import Operations

/// From what the broker says of its uptime to whether it was killed.
@Suite struct BrokerLifeTests {
    private func seconds(_ count: Double) -> Int64 { Int64(count * 1e9) }

    /// A life that began at 1,000 s and was last heard at 1,100 s.
    private func life() -> BrokerLife {
        var life = BrokerLife()
        #expect(life.heard(uptime: 50, isExact: false, now: seconds(1_055)) == .same)
        #expect(life.heard(uptime: 100, isExact: true, now: seconds(1_100)) == .same)
        return life
    }

    @Test func anUptimeThatHasFallenIsAnotherLife() {
        var life = life()
        life.lost(goodbye: false, lastKnown: seconds(1_105))
        #expect(life.heard(uptime: 2, isExact: false, now: seconds(1_110)) == .unannounced(began: seconds(1_108)))
        #expect(life.heard(uptime: 12, isExact: true, now: seconds(1_120)) == .same)
    }

    @Test func aGoodbyeAnnouncesIt() {
        var life = life()
        life.lost(goodbye: true, lastKnown: seconds(1_105))
        #expect(life.heard(uptime: 2, isExact: false, now: seconds(1_110)) == .announced)
        // Only that one: the next is judged by itself.
        life.lost(goodbye: false, lastKnown: seconds(1_120))
        #expect(life.heard(uptime: 1, isExact: false, now: seconds(1_125)) == .unannounced(began: seconds(1_124)))
    }

    @Test func theWillOfTheLastConnectionIsAGoodbyeAndNoOther() {
        var life = life()
        life.connected(leaving: [1])
        life.lost(goodbye: false, lastKnown: seconds(1_105))
        life.connected(leaving: [2])
        life.heard(goodbye: [1])
        #expect(life.heard(uptime: 0, isExact: false, now: seconds(1_110)) == .announced)
        #expect(life.heard(uptime: 8, isExact: true, now: seconds(1_118)) == .same)
        // Killed: what is retained is the goodbye before.
        life.lost(goodbye: false, lastKnown: seconds(1_120))
        life.connected(leaving: [3])
        life.heard(goodbye: [1])
        #expect(life.heard(uptime: 0, isExact: false, now: seconds(1_130)) == .unannounced(began: seconds(1_130)))
        // The next process knows the will that was left.
        var next = BrokerLife(encoded: life.encoded)
        next.connected(leaving: [4])
        next.heard(goodbye: [3])
        #expect(next.heard(uptime: 5, isExact: false, now: seconds(1_300)) == .same)
        #expect(next.heard(uptime: 15, isExact: true, now: seconds(1_310)) == .announced)
    }

    @Test func aBrokenConnectionToALivingBrokerIsNothing() {
        var life = life()
        life.lost(goodbye: false, lastKnown: seconds(1_105))
        // Retained, and therefore up to ten seconds old.
        #expect(life.heard(uptime: 100, isExact: false, now: seconds(1_109.9)) == .same)
        #expect(life.heard(uptime: 110, isExact: true, now: seconds(1_110.5)) == .same)
    }

    /// We were away so long that the new broker is older than the one before became.
    @Test func aLaterBeginningIsAnotherLifeThoughTheUptimeHasGrown() {
        var life = life()
        life.lost(goodbye: false, lastKnown: seconds(1_105))
        #expect(life.heard(uptime: 890, isExact: false, now: seconds(2_000)) == .same)
        #expect(life.heard(uptime: 900, isExact: true, now: seconds(2_000)) == .unannounced(began: seconds(1_100)))
    }

    /// Killed within seconds of its start: the uptime is no smaller, but it began after we had lost it.
    @Test func aBrokerThatBeganAfterTheLossIsAnotherOne() {
        var life = BrokerLife()
        #expect(life.heard(uptime: 0, isExact: false, now: seconds(1_000)) == .same)
        life.lost(goodbye: false, lastKnown: seconds(1_003))
        #expect(life.heard(uptime: 0, isExact: false, now: seconds(1_004.5)) == .same)
        #expect(life.heard(uptime: 10, isExact: true, now: seconds(1_014)) == .unannounced(began: seconds(1_004)))
    }

    /// Behind a crowd of messages the value comes late: that is no restart.
    @Test func anInexactValueNeverSaysThatTheBeginningIsLater() {
        var life = life()
        #expect(life.heard(uptime: 110, isExact: false, now: seconds(1_190)) == .same)
        #expect(life.heard(uptime: 190, isExact: true, now: seconds(1_190.5)) == .same)
    }

    @Test func theNextProcessGoesOnFromWhatWasKnown() {
        var next = BrokerLife(encoded: life().encoded)
        #expect(next.heard(uptime: 500, isExact: true, now: seconds(1_501)) == .same)
        var fallen = BrokerLife(encoded: life().encoded)
        #expect(fallen.heard(uptime: 20, isExact: false, now: seconds(1_500)) == .unannounced(began: seconds(1_480)))
        var later = BrokerLife(encoded: life().encoded)
        #expect(later.heard(uptime: 300, isExact: true, now: seconds(1_500)) == .unannounced(began: seconds(1_200)))
        // Between two processes the machine's clock may have been set by a little.
        var shifted = BrokerLife(encoded: life().encoded)
        #expect(shifted.heard(uptime: 500, isExact: true, now: seconds(1_530)) == .same)
        var damaged = BrokerLife(encoded: [1, 2])
        #expect(damaged.heard(uptime: 1, isExact: true, now: seconds(1)) == .same)
    }
}
