import ArgumentParser
import Configuration
import Foundation
import MQTT
import Simulators
import Telemetry

/// `tocsin-simulator departments`: every department of a data file that has a client, each on its own connections.
struct DepartmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "departments",
        abstract: "Plays the departments of a data file, each in its manner and with its own password.",
        discussion: """
            Prints a JSON line for each message received and each answer sent. Departments that have only a telephone \
            are left to the officer on duty. Ends on SIGINT or SIGTERM.
            """)

    @OptionGroup var broker: BrokerOptions

    @Option(help: "The data file.")
    var file = "Simulators/departments.yaml"

    @Option(help: "File with a line user:password for each department.")
    var passwords: String?

    @Option(help: "Exercise seconds in a real second.")
    var speed = 1.0

    @Option(help: "Port of the loopback for departments with a receiver; TOCSIN_SIMULATOR_SECRET signs what is posted.")
    var receiverPort: UInt16?

    func validate() throws {
        guard speed > 0, speed <= 1e6 else { throw ValidationError("--speed must be above 0 and at most 1000000.") }
    }

    func run() throws {
        Interruption.watch()
        let table = try passwords.map { try PasswordTable(path: $0) }
        let departments = try Self.read(file).departments.filter { $0.manner.way != .phone }
        let clients = try departments.map { department in
            let credentials = try table.map {
                MQTTCredentials(user: department.id, password: try $0.password(of: department.id))
            }
            return try DepartmentClient(
                department: SimulatedDepartment(id: department.id, manner: department.manner),
                clock: ExerciseClock(showing: Timestamp(seconds: 0), speed: speed), tellsTime: false,
                configuration: try broker.configuration(
                    clientIdentifier: "department-\(department.id)", credentials: credentials))
        }
        let clock = ExerciseClock(showing: Timestamp(seconds: 0), speed: speed)
        let desk = try receiverPort.map {
            try ReceiverDesk(port: $0, departments: departments, clients: clients, clock: clock)
        }
        try DepartmentClient.run(clients, desk: desk)
    }

    /// - Throws: what is wrong with the file, for people.
    static func read(_ path: String) throws -> DepartmentFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) can't be read. Start in the repository, or name the file of departments.")
        }
        let file = ConfigurationFile(path: path, text: String(decoding: data, as: UTF8.self))
        do {
            return try DepartmentFile(file)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
