import AlarmManagement
import Configuration
import Telemetry
import TestSupport
import Testing

/// Random alarms and commands: what must hold whatever happens.
@Suite struct RandomDeskTests {
    @Test func whateverHappensLifeSafetyIsToldAndWhatWasToldIsToldTheEnd() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("random desk: seed \(seed)")
        var random = SeededRandom(seed: seed)
        let bundle = ConfigurationBundle(
            files: [ConfigurationFile(path: "alarm-management/a.yaml", text: DesignTests.file)])
        let rules = try AlarmManagementRules.load(bundle: bundle, utcOffsetMinutes: 480)
        for _ in 0..<60 { try play(rules, &random, seed) }
    }

    private let alerts = ["GatewaySilent", "StationSilent", "SlowRoad", "High", "Panic"]

    private func play(_ rules: AlarmManagementRules, _ random: inout SeededRandom, _ seed: UInt64) throws {
        var desk = Desk(rules)
        // The same steps, but put away and taken out again after each.
        var twin = Desk(rules)
        var on: Set<AlarmID> = []
        var second: Int64 = 0
        for step in 0..<120 {
            second += Int64(random.next() % 400)
            let alert = alerts[Int(random.next() % 5)]
            let key = ["a", "b", "c"][Int(random.next() % 3)]
            let id = AlarmID(alert: alert, key: key)
            switch random.next() % 8 {
            case 0: both(&desk, &twin) { $0.order(.shelve(alarm: id, seconds: 3_000), at: second) }
            case 1:
                both(&desk, &twin) {
                    $0.order(.silence(matcher: AlarmMatcher(alert: [alert]), seconds: 900), at: second)
                }
            case 2:
                both(&desk, &twin) {
                    $0.order(.takeOutOfService(matcher: AlarmMatcher(key: [key]), seconds: nil), at: second)
                }
            case 3:
                if let first = desk.management.suppressions.first {
                    both(&desk, &twin) { $0.order(.end(suppression: first.id), at: second) }
                }
            default:
                let kind: AlarmChange.Kind = on.contains(id) ? .cleared : .raised
                if kind == .raised { on.insert(id) } else { on.remove(id) }
                both(&desk, &twin) { $0.apply(kind, alert, key, at: second, lifeSafety: alert == "Panic") }
            }
            if step % 12 > 0 { continue }
            var writer = ByteWriter()
            twin.management.encodeSnapshot(into: &writer)
            let bytes = writer.bytes
            var restored = AlarmManagement(rules: rules)
            try bytes.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                try restored.restoreSnapshot(from: &reader)
            }
            twin.management = restored
        }
        for suppression in desk.management.suppressions {
            both(&desk, &twin) { $0.order(.end(suppression: suppression.id), at: second) }
        }
        both(&desk, &twin) { $0.advance(to: second + 1_000_000) }
        #expect(desk.told == twin.told && desk.facts == twin.facts, "seed \(seed)")
        check(desk, on: on, seed)
    }

    private func both(_ desk: inout Desk, _ twin: inout Desk, _ step: (inout Desk) -> Void) {
        step(&desk)
        step(&twin)
    }

    private func check(_ desk: Desk, on: Set<AlarmID>, _ seed: UInt64) {
        var told: Set<AlarmID> = []
        for change in desk.told {
            switch change.kind {
            case .raised: #expect(told.insert(change.alarm).inserted, "told twice: \(change.alarm), seed \(seed)")
            default:
                #expect(told.remove(change.alarm) != nil, "an end of what was not told: \(change.alarm), seed \(seed)")
            }
        }
        // Nothing is suppressed any more: told is what is on, but for what another alarm explains.
        let explained = on.contains { $0.alert == "GatewaySilent" }
        for id in on where !(explained && id.alert == "StationSilent") {
            #expect(told.contains(id), "never told: \(id), seed \(seed)")
        }
        #expect(told.isSubset(of: on), "seed \(seed)")
        #expect(!desk.facts.contains { $0.code == "alarm_withheld" && $0.fields.first?.value == .text("Panic") })
    }
}
