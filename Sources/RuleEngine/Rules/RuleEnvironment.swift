import CEL
import Telemetry

/// The names that expressions of one kind of rule may use, with their slots. Parameters of all rules live side by side in
/// one frame, each rule's under a container of its own, so that constant ones are set once and never again.
struct RuleEnvironment {
    enum Word {
        static let station = 0
        static let district = 1
        static let domain = 2
        static let quantity = 3
        static let place = 4
        static let stationName = 5
        static let placeName = 6
        static let eventTime = 7
        static let value = 8
        static let unit = 9
        static let quality = 10
        static let event = 8
        static let eventID = 9
    }

    enum Subject {
        case reading
        case event
        case over
    }

    var environment: Environment
    /// Names by slot, for explanations.
    private(set) var names: [String]
    /// Slots of `station.<threshold>`, by name.
    private(set) var thresholds: [String: Int] = [:]

    init(_ subject: Subject, thresholds thresholdNames: [String]) {
        var environment = Environment(options: .rules)
        var names: [String] = []
        func declare(_ name: String, _ type: ValueType, _ size: Int? = nil) {
            environment.declareVariable(name, type, maximumSize: size)
            names.append(name)
        }
        for name in ["station", "district", "domain", "quantity", "place", "station_name", "place_name"] {
            declare(name, .string, 256)
        }
        declare("event_time", .timestamp)
        switch subject {
        case .reading:
            declare("value", .double)
            declare("unit", .string, 32)
            declare("quality", .string, 16)
            IntrinsicTable.declareForReadings(in: &environment)
        case .event:
            declare("event", .map(.string, .dyn), 64)
            declare("id", .string, 256)
        case .over:
            IntrinsicTable.declareForRaises(in: &environment)
        }
        environment.declareFunction(
            "fixed",
            [
                Overload([.double, .int], .string) { (arguments: [Value]) throws(EvaluationError) -> Value in
                    guard case .double(let value)? = arguments.first, case .int(let digits)? = arguments.last else {
                        throw EvaluationError(.invalidArgument, "fixed takes a number and a count of digits")
                    }
                    return .string(FixedText.fixed(value, digits: Int(max(0, min(digits, 9)))))
                }
            ])
        if subject != .over {
            for name in thresholdNames {
                thresholds[name] = environment.declareVariable("station.\(name)", .double)
                names.append("station.\(name)")
            }
        }
        self.environment = environment
        self.names = names
    }

    /// Declares a rule's parameters, which are found while `enter(rule:)` is in force.
    mutating func declareParameters(_ parameters: [String], rule: Int) -> [Int] {
        parameters.map { name in
            let slot = environment.declareVariable("rule\(rule).params.\(name)", .double)
            while names.count <= slot { names.append("") }
            names[slot] = "params.\(name)"
            return slot
        }
    }

    mutating func enter(rule: Int) {
        environment.container = "rule\(rule)"
    }

    mutating func name(_ intrinsics: [Intrinsic]) {
        names += intrinsics.map(\.text)
    }
}
