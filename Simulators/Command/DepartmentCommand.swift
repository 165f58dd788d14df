import ArgumentParser
import MQTT
import Simulators
import Telemetry

/// `tocsin-simulator department`: one department as a real MQTT client.
struct DepartmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department",
        abstract: "Receives a department's orders and answers them, each with its proof and a person's name.",
        discussion: "Prints a JSON line for each message received and each answer sent. Ends on SIGINT or SIGTERM.")

    @OptionGroup var broker: BrokerOptions

    @Option(help: "The department's id; it is its user name at the broker too.")
    var id: String

    @Option(help: "File with a line user:password for each department.")
    var passwords: String?

    @Option(help: "File whose first line is the department's password.")
    var passwordFile: String?

    @Option(help: "From the order to its acknowledgement, exercise time: 30s, 12m.")
    var delay = "30s"

    @Option(help: "Hazards whose orders are declined, separated by commas.")
    var declines = ""

    @Option(help: "Who answers.")
    var person = "值班员 Duty clerk"

    @Option(help: "Exercise seconds in a real second.")
    var speed = 1.0

    @Option(help: "What the exercise clock shows now, ISO 8601; without it the answers carry no time.")
    var clockNow: String?

    func validate() throws {
        guard speed > 0, speed <= 1e6 else { throw ValidationError("--speed must be above 0 and at most 1000000.") }
        guard Interval(text: delay) != nil else { throw ValidationError("--delay must look like 30s or 12m.") }
    }

    func run() throws {
        Interruption.watch()
        var manner = SimulatedDepartment.Manner(delay: Interval(text: delay) ?? .zero, person: person)
        manner.declines = Set(declines.split(separator: ",").map(String.init))
        let now = clockNow.flatMap { Timestamp(iso8601: $0) } ?? Timestamp(seconds: 0)
        let client = try DepartmentClient(
            department: SimulatedDepartment(id: id, manner: manner),
            clock: ExerciseClock(showing: now, speed: speed), tellsTime: clockNow != nil,
            configuration: try broker.configuration(
                clientIdentifier: "department-\(id)", credentials: try credentials()))
        try client.run()
    }

    private func credentials() throws -> MQTTCredentials? {
        if let passwords {
            return MQTTCredentials(user: id, password: try PasswordTable(path: passwords).password(of: id))
        }
        guard passwordFile != nil else { return nil }
        return try BrokerOptions.credentials(user: id, passwordFile: passwordFile)
    }
}
