import BrokerSupport
import Foundation
import Glibc
import Store

/// Kills the shipped server again and again under load, and looks afterwards whether anything was lost.
package struct CrashRun {
    package let executable: String
    package let plan: CrashPlan
    package let readingsPerSecond: Int
    /// Where everything is kept; the caller removes it.
    package let folder: String
    /// Told of what happens, for people who watch.
    package var say: (String) -> Void = { _ in }

    package init(executable: String, plan: CrashPlan, readingsPerSecond: Int, folder: String) {
        self.executable = executable
        self.plan = plan
        self.readingsPerSecond = readingsPerSecond
        self.folder = folder
    }

    package func run() throws -> CrashReport {
        let broker = try Broker(Broker.openConfiguration)
        defer { broker.remove() }
        let served = try ServedCity(executable: executable, folder: folder, broker: broker)
        defer { served.endAll() }
        try CrashCity.write(to: served.cityFolder)
        let department = try AnsweringDepartment(broker: broker)
        let world = try firstStart(served, department)
        let began = MonotonicClock.nanoseconds()
        for (number, kill) in plan.kills.enumerated() {
            try carryOut(kill, in: world)
            if (number + 1).isMultiple(of: 10) {
                say("\(number + 1) kills, \(world.feed.confirmedCount) readings confirmed")
            }
        }
        let seconds = Double(MonotonicClock.nanoseconds() - began) / 1e9
        try end(world)
        var report = try Inspection(served: served, feed: world.feed, department: department).report()
        report.kills = plan.kills.count
        report.earlyKills = plan.kills.count { $0.afterMilliseconds < 300 }
        report.brokerStops = plan.kills.count { $0.stopsBroker }
        report.seconds = seconds
        return report
    }

    /// The session must stand before the first reading: what nobody has subscribed to yet, no broker keeps.
    private func firstStart(_ served: ServedCity, _ department: AnsweringDepartment) throws -> CrashWorld {
        try served.start()
        let idle = ReadingSource(
            stations: CrashCity.stations, perSecond: readingsPerSecond, startMicroseconds: .max / 2, hasSilences: false)
        let waiting = CrashWorld(
            served: served, feed: try GatewayFeed(idle, broker: served.broker), department: department)
        try waiting.turnUntilWatching()
        try waiting.turn(until: "the department is connected", seconds: 10) { department.orders.isConnected }
        let source = ReadingSource(
            stations: CrashCity.stations, perSecond: readingsPerSecond,
            startMicroseconds: CrashWorld.wallNanoseconds() / 1_000, hasSilences: true)
        return CrashWorld(served: served, feed: try GatewayFeed(source, broker: served.broker), department: department)
    }

    private func carryOut(_ kill: CrashPlan.Kill, in world: CrashWorld) throws {
        let served = world.served
        if !served.isRunning { try served.start() }
        if let moment = kill.commandMilliseconds {
            try world.turn(forMilliseconds: moment)
            try giveCommand(world, moment)
            try world.turn(forMilliseconds: kill.afterMilliseconds - moment)
        } else {
            try world.turn(forMilliseconds: kill.afterMilliseconds)
        }
        guard served.isRunning else {
            throw CrashFailure("The server ended by itself.\n" + world.lastWords)
        }
        if kill.stopsBroker, kill.brokerFirst { world.broker.stop() }
        served.kill()
        if kill.stopsBroker {
            if !kill.brokerFirst { world.broker.stop() }
            try world.broker.start()
        }
        try world.turn(forMilliseconds: kill.pauseMilliseconds)
    }

    /// An officer acknowledges or closes some incident; whether the server takes it is not the question here.
    private func giveCommand(_ world: CrashWorld, _ number: Int) throws {
        let incidents = world.department.incidents
        guard !incidents.isEmpty else { return }
        let incident = incidents[number % incidents.count]
        if number % 3 == 0 {
            try world.served.command(["acknowledge", incident, "--by", "duty-officer"])
        } else {
            try world.served.command(["close", incident, "--by", "duty-officer", "--reason", "over"])
        }
    }

    /// A last start; everything that the broker has must reach the store before the server is stopped in order.
    private func end(_ world: CrashWorld) throws {
        world.feed.endFeeding()
        try world.served.start()
        try world.turn(until: "the broker has confirmed every reading", seconds: 60) { world.feed.isComplete }
        let sent = Int64(world.feed.sentCount)
        let reader = try StoreReader.open(folder: world.served.dataFolder)
        var last: Int64 = -1
        var lastChange = MonotonicClock.nanoseconds()
        // Where readings are lost the number never comes: standing still for a while ends the waiting too.
        try world.turn(until: "the server stores what waits at the broker", seconds: 120) {
            try world.turn(forMilliseconds: 100)
            let stored = try reader.status().cursor.counters.readings
            let now = MonotonicClock.nanoseconds()
            if stored != last { (last, lastChange) = (stored, now) }
            return stored >= sent || now - lastChange > 10_000_000_000
        }
        try world.turn(forMilliseconds: 1_000)
        world.served.terminate()
        try world.turn(until: "the server ends in order", seconds: 30) { !world.served.isRunning }
        guard world.served.end == .exited(0) else {
            throw CrashFailure("The server did not end in order.\n" + world.lastWords)
        }
    }
}
