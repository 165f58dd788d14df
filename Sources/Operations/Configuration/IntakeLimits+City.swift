import City
import Intake

extension IntakeLimits {
    /// The bounds that `city.yaml` sets; the others keep their defaults.
    package init(settings: IntakeSettings) {
        self.init()
        payloadBytes = settings.payloadLimitBytes
        maximumSeries = settings.maximumSeries
        clockTolerance = settings.clockTolerance
        horizon = settings.horizon
        backfillLimit = settings.backfillLimit
    }
}
