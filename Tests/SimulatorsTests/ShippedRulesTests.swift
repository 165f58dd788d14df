import IncidentCommand
import RuleEngine
import Simulators
import Telemetry
import Testing

/// The shipped rules and linkage, and what they make of the storm evening.
@Suite struct ShippedRulesTests {
    @Test func rulesCompileWithoutAWarning() throws {
        let rules = try ShippedCity.rules()
        #expect(rules.warnings.isEmpty, "\(rules.warnings)")
    }

    @Test func everyDepartmentOfTheMatrixIsKnownAndEveryHazardHasARow() throws {
        let linkage = try ShippedCity.linkage()
        let departments = Set(linkage.departments.map(\.id))
        #expect(linkage.rows.flatMap(\.entries).allSatisfy { departments.contains($0.department) })
        for hazard in linkage.hazards {
            #expect(linkage.rows.contains { $0.hazard == hazard.id }, "\(hazard.id)")
        }
    }

    /// Evacuation and power cut-off are a person's decision in this city.
    @Test func evacuationAndPowerCutOffWaitForAPerson() throws {
        for row in try ShippedCity.linkage().rows {
            for entry in row.entries {
                let tasks = entry.tasks.map { $0.english.lowercased() }
                if tasks.contains(where: { $0.contains("evacuate") || $0.contains("cut off") }) {
                    #expect(entry.mode == .propose, "\(row.name): \(entry.department)")
                }
            }
        }
    }

    @Test func theEveningRaisesWhatItWasMadeFor() throws {
        let changes = try alarmChanges(seed: 2_026)
        let raised = Set(changes.filter { $0.kind == .raised }.map { "\($0.alarm.alert) \($0.station)" })
        let expected: Set<String> = [
            "RiverRisingFast baishi-01", "RiverAboveWarning baishi-01", "RiverAboveGuaranteed baishi-01",
            "RiverAboveRecord baishi-01", "RiverAboveWarning baishi-02", "RiverAboveWarning cheng-01",
            "RiverAboveGuaranteed cheng-02", "RiverAboveGuaranteed cheng-03", "RiverAboveWarning cheng-04",
            "GaugeSilent cheng-02", "RainOrange rain-03", "RainRed rain-04", "RainOrange rain-08",
            "UnderpassWarn underpass-01", "UnderpassRescue underpass-02", "UnderpassClose underpass-03",
            "GasLow gas-04", "GasHigh gas-04", "GasLow gas-08", "CarbonMonoxideLow gas-06", "PanicPressed panic-04",
            "PanicPressed panic-13", "FireTrigger smoke-05", "PowerOutage mains-03", "PipeBurst logger-03",
            "ReservoirAboveFloodLimit reservoir-01", "FlashFloodYellow rain-03", "SlopeRainAndCreep slope-02",
            "CaliforniaSeven road-02", "SpeedBelowLimit road-01", "CongestionSevere road-07", "MethaneAlarm mine-02",
            "FoodPoisoning school-01", "SeismicTrigger seismic-01", "EarthquakeNearYellow seismic",
            "IntrusionActivated guard-04",
        ]
        #expect(raised.isSuperset(of: expected), "missing: \(expected.subtracting(raised).sorted())")
        let alerts = Set(changes.filter { $0.kind == .raised }.map(\.alarm.alert))
        let several: Set<String> = [
            "DistrictPowerFailure", "FireConfirmed", "GatewaySilent", "SeismicCoincidence",
        ]
        #expect(alerts.isSuperset(of: several), "missing: \(several.subtracting(alerts).sorted())")
        let quiet = [
            "rain-09", "rain-10", "underpass-04", "underpass-05", "gas-01", "gas-02", "gas-07", "panic-01",
            "underpass-16", "mains-09",
            "logger-05", "road-09", "slope-07", "hospital-01", "smoke-01", "air-03", "plant-04",
        ]
        for station in quiet {
            #expect(!raised.contains { $0.hasSuffix(" \(station)") }, "\(station) raised")
        }
    }

    @Test func everyHazardOfTheEveningIsInTheMatrix() throws {
        let hazards = Set(try ShippedCity.linkage().hazards.map(\.id))
        for change in try alarmChanges(seed: 2_026) {
            #expect(hazards.contains(change.hazard), "\(change.alarm)")
        }
    }

    @Test func theDeadGaugeHoldsItsAlarmAndTheFloodGoesOn() throws {
        let changes = try alarmChanges(seed: 2_026).filter {
            $0.alarm == AlarmID(alert: "RiverAboveWarning", key: "cheng-02")
        }
        #expect(changes.map(\.kind).filter { $0 != .pending } == [.raised, .held, .restored, .cleared])
    }

    @Test func whatTheDisbelievedClockRaisesIsMarkedUnverified() throws {
        let change = try alarmChanges(seed: 2_026).first { $0.station == "rain-08" && $0.kind == .raised }
        #expect(try #require(change).unverified)
    }

    @Test func theMessageThatWasCutOffRingsUnverified() throws {
        let change = try alarmChanges(seed: 2_026).first { $0.station == "underpass-06" && $0.kind == .raised }
        let raised = try #require(change)
        #expect(raised.unverified && raised.latching && raised.lifeSafety)
        #expect(raised.hazard == "underpass_flood")
    }

    @Test func thePanicAlarmStaysOn() throws {
        let kinds = try alarmChanges(seed: 2_026).filter { $0.hazard == "panic" }.map(\.kind)
        #expect(kinds.contains(.raised) && !kinds.contains(.cleared))
    }

    private func alarmChanges(seed: UInt64) throws -> [AlarmChange] {
        try EveningLoop.play(seed: seed).changes
    }
}
