import City
import Intake
import RuleEngine

extension IntakeLimits {
    /// The bounds that `city.yaml` sets; the others keep their defaults.
    package init(settings: IntakeSettings) {
        self.init()
        payloadBytes = settings.payloadLimitBytes
        maximumSeries = settings.maximumSeries
        clockTolerance = settings.clockTolerance
        horizon = settings.horizon
        horizons = settings.horizons
        backfillLimit = settings.backfillLimit
    }
}

extension Lateness {
    /// How far back late readings are judged, as `city.yaml` sets it.
    package init(settings: IntakeSettings) {
        self.init(
            horizon: settings.horizon, horizons: settings.horizons, readings: settings.reevaluationReadings)
    }
}
