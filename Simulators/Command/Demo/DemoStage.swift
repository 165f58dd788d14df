import Foundation
import Glibc
import Simulators
import Telemetry

/// Sets the demo up, plays it, and takes it down again whatever happened.
final class DemoStage {
    /// The server's exercise clock stands until the first message comes and goes on from here.
    private static let clockStart = "2026-06-20T18:00:10+08:00"
    private static let eveningStart = "2026-06-20T18:00:00+08:00"
    /// Department, delay from order to acknowledgement in exercise time, who answers.
    private static let departments: [(id: String, delay: String, person: String)] = [
        ("water", "1m", "周敏 Zhou Min"), ("traffic-police", "14m", "何强 He Qiang"),
        ("police", "1m", "吴勇 Wu Yong"), ("fire-rescue", "1m", "郑浩 Zheng Hao"),
        ("gas-company", "2m", "孙丽 Sun Li"), ("power-company", "2m", "马超 Ma Chao"),
    ]

    private let tocsin: String
    private let simulator: String
    private let city: String
    private let speed: Double
    private let seed: UInt64
    private let text: DemoText
    private var folder = ""
    private var children: [ChildProcess] = []

    init(tocsin: String, simulator: String, city: String, speed: Double, seed: UInt64, text: DemoText) {
        self.tocsin = tocsin
        self.simulator = simulator
        self.city = city
        self.speed = speed
        self.seed = seed
        self.text = text
    }

    private var data: String { "\(folder)/data" }
    private var place: [String] { ["--city", city, "--data", data] }

    func play() throws(DemoFailure) {
        guard access(tocsin, X_OK) == 0 else {
            throw DemoFailure(message: "\(tocsin) is not there. Build it first, or name it with --tocsin.")
        }
        let seconds = StormEvening.length.seconds / speed
        Say.line(text.beginning(speed: speed, seconds: seconds, stations: SimulatedStation.city.count) + "\n")
        try makeFolder()
        let broker = try startBroker()
        let server = try startServer(broker)
        try startDepartments(broker)
        let feed = try ChildProcess(
            name: "feed", executable: tocsin,
            arguments: ["log", "show", "--from", "1", "--follow", "--lang", text.language] + place, logPath: nil)
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
        let users = ["tocsin"] + DemoBroker.gateways + Self.departments.map(\.id)
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
            environment: ["TOCSIN_BROKER_PASSWORD": broker.passwords["tocsin"] ?? ""],
            logPath: "\(folder)/tocsin.log")
        children.append(child)
        try wait(seconds: 30, for: child) { serverStatus()?.broker == "connected" }
        return child
    }

    private func startDepartments(_ broker: DemoBroker) throws(DemoFailure) {
        var started: [ChildProcess] = []
        for department in Self.departments {
            let child = try ChildProcess(
                name: department.id, executable: simulator,
                arguments: [
                    "department", "--id", department.id, "--broker", broker.address, "--passwords",
                    broker.passwordsPath,
                    "--delay", department.delay, "--person", department.person, "--speed", String(speed),
                ],
                logPath: "\(folder)/department-\(department.id).log")
            children.append(child)
            started.append(child)
        }
        for child in started { try wait(seconds: 10, for: child) { child.output.contains("\"subscribed\"") } }
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
        let officer = DemoOfficer(tocsin: tocsin, place: place, name: "陈芳 Chen Fang")
        while gateways.isRunning {
            try check(server)
            officer.makeRound()
            usleep(300_000)
        }
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
        let incidents = count(["incidents", "--json"])
        let open = count(["incidents", "--open", "--json"])
        feed.stop()
        if let table = output(["incidents", "--lang", text.language]) { Say.line("\n\(table)") }
        server.stop(withinSeconds: 15)
        guard let status = status() else { throw DemoFailure(message: "tocsin status does not answer after the end.") }
        let verified = ChildProcess.output(of: tocsin, ["log", "verify", "--json"] + place)
        let summary = DemoSummary(
            sent: sent, status: status,
            verification: verified.flatMap { try? DemoJSON.decode(DemoSummary.Verification.self, $0.text) },
            incidents: incidents, incidentsOpen: open)
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
