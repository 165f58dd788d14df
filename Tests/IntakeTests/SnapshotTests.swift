import Telemetry
import TestSupport
import Testing

@testable import Intake

struct SnapshotTests {
    private func lived() -> Field {
        var field = Field()
        field.send(#"{"t":1780271990,"v":250,"u":"cm"}"#)
        field.send(#"{"t":1780271990,"v":2}"#, to: "city/a/b/c/d")
        field.send(#"{"t":1780271990,"v":2,"u":"ppm"}"#, to: "city/a/b/c/d", qos: 0)
        field.send(#"[{"n":"yuan-01:stage","v":2,"t":1780271995},{"n":"urn:dev:x:y","u":"W","s":3}]"#)
        field.send(#"{"v":true,"u":"1"}"#, to: "city/north/safety/panic-01/panic")
        field.send("{", to: "city/north/safety/panic-01/panic")
        return field
    }

    private func restored(_ bytes: [UInt8]) throws -> Intake {
        try bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            var intake = Intake(registry: Field.registry())
            try intake.restoreSnapshot(from: &reader)
            #expect(reader.isAtEnd)
            return intake
        }
    }

    @Test func goesOnAfterARestartAsIfNothingHadHappened() throws {
        var before = lived()
        var after = Field()
        after.intake = try restored(before.snapshot())
        #expect(after.intake.series == before.intake.series)
        #expect(after.intake.counts == before.intake.counts)
        #expect(after.snapshot() == before.snapshot())
        let messages = [
            ("city/north/flood/yuan-01/stage", #"{"t":1780271994,"v":250,"u":"cm"}"#),
            ("city/north/flood/yuan-01/stage", #"{"t":1780271996,"v":2.5}"#),
            ("city/a/b/c/d", #"{"t":1780271999,"v":2,"u":"%vol"}"#), ("city/a/b/c/d", #"{"v":2,"u":"m"}"#),
            ("gw", #"[{"n":"urn:dev:x:y","u":"W","s":4},{"n":"yuan-01:stage","v":1}]"#),
            ("city/new/b/c/d", #"{"v":2,"u":"m"}"#), ("city/north/safety/panic-01/panic", #"{"t":5,"v":1}"#),
        ]
        for (topic, payload) in messages {
            let one = before.send(payload, to: topic)
            let other = after.send(payload, to: topic)
            #expect(one.readings == other.readings && one.newSeries == other.newSeries)
            #expect(one.quarantined == other.quarantined)
        }
        #expect(after.snapshot() == before.snapshot())
    }

    @Test func refusesDamagedSnapshotsAndStaysAsItWas() throws {
        let bytes = lived().snapshot()
        for length in 0..<bytes.count {
            Array(bytes[..<length]).withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                var intake = Intake(registry: Field.registry())
                #expect(throws: CodingFault.self) { try intake.restoreSnapshot(from: &reader) }
                #expect(intake.series.isEmpty)
            }
        }
        var random = SeededRandom(seed: 5)
        for _ in 0..<2_000 {
            FuzzTests.mutate(bytes, &random).withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                var intake = Intake(registry: Field.registry())
                try? intake.restoreSnapshot(from: &reader)
            }
        }
    }

    @Test func keepsSeriesWhenTheRegistryChanges() {
        var field = lived()
        let ids = field.intake.series.map(\.id)
        let changed = field.intake.replaceRegistry(Field.registry(stageUnit: "cm", withPanic: false))
        #expect(field.intake.series.map(\.id) == ids)
        #expect(changed.map { field.intake.series[$0.index].station } == ["yuan-01", "panic-01"])
        #expect(field.intake.series[0].unit == "cm")
        #expect(field.send(#"{"t":1780271999,"v":2,"u":"m"}"#).readings.first?.value == 200)
        #expect(field.send(#"{"t":5,"v":1}"#, to: "city/north/safety/panic-01/panic").readings.count == 1)
        #expect(field.send("{", to: "city/north/safety/panic-01/panic").quarantined.first?.lifeSafety == false)
    }
}
