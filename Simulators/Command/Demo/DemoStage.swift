import Foundation
import Glibc
import Simulators
import Telemetry

/// Sets the demo up, plays it, and takes it down again whatever happened.
final class DemoStage {
    /// The server's exercise clock stands until the first message comes and goes on from here.
    private static let clockStart = "2026-06-20T18:00:10+08:00"
    private static let eveningStart = "2026-06-20T18:00:00+08:00"
    private let tocsin: String
    private let simulator: String
    private let city: String
    private let speed: Double
    private let seed: UInt64
    private let departments: DepartmentFile
    private let departmentsPath: String
    private let text: DemoText
    private var folder = ""
    /// The city with this machine's channels; nil until it is made.
    private var ownCity: String?
    private let receiverSecret = String(UInt64.random(in: .min ... .max), radix: 36)
    private var children: [ChildProcess] = []
    /// What the officer could not close, and why.
    private var open: [(id: String, why: String)] = []

    init(
        tocsin: String, simulator: String, city: String, speed: Double, seed: UInt64,
        departments: (path: String, file: DepartmentFile), text: DemoText
    ) {
        self.tocsin = tocsin
        self.simulator = simulator
        self.city = city
        self.speed = speed
        self.seed = seed
        self.departments = departments.file
        self.departmentsPath = departments.path
        self.text = text
    }

    private var data: String { "\(folder)/data" }
    private var place: [String] { ["--city", ownCity ?? city, "--data", data] }

    func play() throws(DemoFailure) {
        guard access(tocsin, X_OK) == 0 else {
            throw DemoFailure(message: "\(tocsin) is not there. Build it first, or name it with --tocsin.")
        }
        let seconds = StormEvening.length.seconds / speed
        Say.line(
            text.beginning(
                speed: speed, seconds: seconds, stations: SimulatedStation.city.count,
                departments: departments.departments.count) + "\n")
        try makeFolder()
        let receiverPort = DemoBroker.freePort() ?? 0
        ownCity = try DemoCity.make(
            in: folder, from: city, departments: departments.departments, port: receiverPort, speed: speed)
        let broker = try startBroker()
        let server = try startServer(broker)
        try startDepartments(broker, receiverPort)
        let feed = try ChildProcess(
            name: "feed", executable: tocsin,
            arguments: ["log", "show", "--from", "1", "--follow", "--duty", "--lang", text.language] + place,
            logPath: nil)
        children.append(feed)
        let sent = try playEvening(broker, server: server)
        try finish(sent, server: server, feed: feed)
    }

    /// Ends every process, the youngest first, and removes the folder.
    func strike(keepsFolder: Bool) {
        for child in children.reversed() { child.stop() }
        children.removeAll()
        guard !folder.isEmpty else { return }
        if keepsFolder {
            Say.line("\n" + text.kept(data: data, tocsin: shown(tocsin)))
        } else {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    // MARK: Setting up

    private func makeFolder() throws(DemoFailure) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/tocsin-demo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw DemoFailure(
                message: "No temporary folder can be made in \(parent): \(String(cString: strerror(errno))).")
        }
        folder = String(cString: made)
    }

    private func startBroker() throws(DemoFailure) -> DemoBroker {
        guard let mosquitto = DemoBroker.find("mosquitto") else {
            throw DemoFailure(message: "mosquitto is not installed. Install it: apt-get install mosquitto")
        }
        let users = ["tocsin"] + DemoBroker.gateways + clients
        let broker = try DemoBroker(folder: folder, cityFolder: city, users: users)
        let child = try ChildProcess(
            name: "mosquitto", executable: mosquitto, arguments: ["-c", broker.configurationPath],
            logPath: "\(folder)/mosquitto.log")
        children.append(child)
        try wait(seconds: 10, for: child) { broker.answers }
        return broker
    }

    private func startServer(_ broker: DemoBroker) throws(DemoFailure) -> ChildProcess {
        let child = try ChildProcess(
            name: "tocsin serve", executable: tocsin,
            arguments: ["serve", "--broker", broker.address, "--clock", "exercise:\(Self.eveningStart),\(speed)"]
                + place,
            environment: [
                "TOCSIN_BROKER_PASSWORD": broker.passwords["tocsin"] ?? "",
                ReceiverDesk.secretVariable: receiverSecret,
            ],
            logPath: "\(folder)/tocsin.log")
        children.append(child)
        try wait(seconds: 30, for: child) { serverStatus()?.broker == "connected" }
        return child
    }

    /// Departments that sign in to the broker; the others have a telephone.
    private var clients: [String] {
        departments.departments.filter { $0.manner.way != .phone }.map(\.id)
    }

    private func startDepartments(_ broker: DemoBroker, _ receiverPort: UInt16) throws(DemoFailure) {
        let child = try ChildProcess(
            name: "departments", executable: simulator,
            arguments: [
                "departments", "--file", departmentsPath, "--broker", broker.address, "--passwords",
                broker.passwordsPath, "--speed", String(speed), "--receiver-port", String(receiverPort),
            ],
            environment: [ReceiverDesk.secretVariable: receiverSecret], logPath: "\(folder)/departments.log")
        children.append(child)
        let count = clients.count
        try wait(seconds: 20, for: child) {
            child.output.split(separator: "\n").filter { $0.contains("\"subscribed\"") }.count == count
        }
    }

    // MARK: Playing

    private func playEvening(_ broker: DemoBroker, server: ChildProcess) throws(DemoFailure) -> DemoSummary.Sent {
        let gateways = try ChildProcess(
            name: "gateways", executable: simulator,
            arguments: [
                "city", "--broker", broker.address, "--passwords", broker.passwordsPath, "--start", Self.eveningStart,
                "--speed", String(speed), "--seed", String(seed),
            ],
            logPath: "\(folder)/gateways.log")
        children.append(gateways)
        let telephones = departments.departments.filter { $0.manner.way == .phone }
        let officer = DemoOfficer(
            tocsin: tocsin, server: LocalSocket(path: "\(data)/tocsin.sock"), place: place, text: text, speed: speed,
            telephones: Dictionary(uniqueKeysWithValues: telephones.map { ($0.id, $0.manner) }))
        while gateways.isRunning {
            try check(server)
            officer.makeRound { gateways.isRunning }
            usleep(100_000)
        }
        officer.handOver()
        open = officer.stillOpen
        guard let line = gateways.output.split(separator: "\n").last,
            let sent = try? DemoJSON.decode(DemoSummary.Sent.self, String(line))
        else {
            throw DemoFailure(
                message: "The gateways ended with code \(gateways.exitCode), without counts:\n\(gateways.lastLines(5))")
        }
        return sent
    }

    private func finish(_ sent: DemoSummary.Sent, server: ChildProcess, feed: ChildProcess) throws(DemoFailure) {
        // What the broker confirmed last may still be on its way.
        try wait(seconds: 10, for: server, orGoOn: true) {
            (status()?.readingsCommitted ?? 0) >= sent.readingsConfirmed
        }
        // The clock runs on, and silence is an alarm: the evening ends with the server, and the rest is read from its folder.
        server.stop(withinSeconds: 15)
        feed.stop()
        let incidents = count(["incidents", "--json"])
        let stillOpen = count(["incidents", "--open", "--json"])
        if !open.isEmpty { Say.line("\n\(text.open)") }
        for incident in open { Say.line("  \(incident.id)  \(incident.why)") }
        Say.line("")
        server.stop(withinSeconds: 15)
        guard let status = status() else { throw DemoFailure(message: "tocsin status does not answer after the end.") }
        let verified = ChildProcess.output(of: tocsin, ["log", "verify", "--json"] + place)
        let summary = DemoSummary(
            sent: sent, status: status,
            verification: verified.flatMap { try? DemoJSON.decode(DemoSummary.Verification.self, $0.text) },
            incidents: incidents, incidentsOpen: stillOpen)
        if let times = output(["log", "times", "--lang", text.language]) { Say.line("\(text.times)\n\(times)") }
        Say.line(text.summary)
        for line in summary.lines(text) { Say.line(line) }
        Say.line("\n" + text.nextSteps(tocsin: shown(tocsin), simulator: shown(simulator)))
        guard summary.isGood else { throw DemoFailure(message: text.lostSome) }
    }

    /// A path as somebody in this folder would type it.
    private func shown(_ path: String) -> String {
        let folder = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }

    // MARK: Looking

    private struct ServerState: Decodable {
        var broker: String
    }

    private func serverStatus() -> ServerState? {
        output(["status", "--json"]).flatMap { try? DemoJSON.decode(ServerState.self, $0) }
    }

    private func status() -> DemoSummary.Status? {
        output(["status", "--json"]).flatMap { try? DemoJSON.decode(DemoSummary.Status.self, $0) }
    }

    /// What a command wrote; nil if it failed.
    private func output(_ arguments: [String]) -> String? {
        guard let answer = ChildProcess.output(of: tocsin, arguments + place), answer.exitCode == 0 else { return nil }
        return answer.text
    }

    private func count(_ arguments: [String]) -> Int {
        output(arguments)?.split(separator: "\n").count ?? 0
    }

    private func check(_ child: ChildProcess) throws(DemoFailure) {
        if Interruption.isRequested { throw .interrupted }
        guard child.isRunning else {
            throw DemoFailure(message: "\(child.name) ended with code \(child.exitCode):\n\(child.lastLines(20))")
        }
    }

    private func wait(
        seconds: Int, for child: ChildProcess, orGoOn: Bool = false, until condition: () -> Bool
    ) throws(DemoFailure) {
        let deadline = monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
        while true {
            try check(child)
            if condition() { return }
            guard monotonicNanoseconds() < deadline else { break }
            usleep(50_000)
        }
        if !orGoOn {
            throw DemoFailure(message: "\(child.name) was not ready after \(seconds) s:\n\(child.lastLines(20))")
        }
    }
}
