import ArgumentParser
import Drills
import Views

/// `max`, `step` or a factor.
struct DrillSpeed: ExpressibleByArgument {
    var speed: DrillRun.Speed

    static let max = DrillSpeed(speed: .max)

    init(speed: DrillRun.Speed) {
        self.speed = speed
    }

    init?(argument: String) {
        if argument == "max" {
            self.init(speed: .max)
        } else if argument == "step" {
            self.init(speed: .step)
        } else if let factor = Double(argument), factor > 0, factor.isFinite {
            self.init(speed: .factor(factor))
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch speed {
        case .max: "max"
        case .step: "step"
        case .factor(let factor): NumberText.value(factor)
        }
    }
}
