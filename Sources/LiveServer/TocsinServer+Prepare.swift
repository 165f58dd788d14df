import Channels
import City
import CommandLog
import Configuration
import Delivery
import Foundation
import Glibc
import IncidentCommand
import MQTT
import Operations
import Store
import Telemetry

extension TocsinServer {
    /// Reads and checks the city, opens the store under its lock, goes back to the committed state and journals the start.
    /// Nothing is connected yet.
    ///
    /// - Parameter reporter: told of what an operator should see in the server's own log.
    /// - Throws: `StartError`, `ConfigurationProblems`.
    package static func prepare(
        _ configuration: ServerConfiguration, readings: ClockReadings = .machine,
        reporter: @escaping @Sendable (WatchReport, String) -> Void = { _, _ in }
    ) throws -> TocsinServer {
        let watch = try prepareWatch(configuration, readings: readings, reporter: reporter)
        let reader = try StoreReader.open(folder: configuration.dataFolder)
        return TocsinServer(configuration: configuration, reader: reader, shared: watch.shared, watch: watch)
    }

    /// The watch of a server, ready for its thread.
    static func prepareWatch(
        _ configuration: ServerConfiguration, readings: ClockReadings,
        reporter: @escaping @Sendable (WatchReport, String) -> Void
    ) throws -> Watch {
        let loaded = try CityLoader.load(folder: configuration.cityFolder)
        let store = try openStore(configuration, city: loaded.city, readings: readings)
        let recovered = try Recovery.recover(store)
        try checkKind(of: recovered.fold, configuration)
        // Before its first reading the data clock stands at the beginning of time: nothing was watched yet.
        let hasWatched = recovered.fold.at > .distantPast + Interval(seconds: 86_400)
        let resumedAt = hasWatched ? recovered.fold.firedThrough : nil
        let clock = WatchClock(mode: configuration.clock, resumedAt: resumedAt, readings: readings)
        let clientIdentifier = "tocsin-" + store.identity.token
        let shared = WatchShared(
            city: loaded, clientIdentifier: clientIdentifier, filterCount: filters(loaded.city).count,
            reporter: reporter)
        let sessions = try makeSessions(configuration, loaded.city, clientIdentifier, store)
        let watch = Watch(
            shared: shared, store: store, sink: StoreSink(store: store), fold: recovered.fold,
            configuration: configuration, sessions: sessions,
            channels: makeChannels(configuration, readings, shared), clock: clock)
        try watch.redeliveries.restore(from: store)
        try watch.begin(loaded, resumedAt: resumedAt)
        return watch
    }

    /// An exercise and the real watch never share a data folder: neither is the one's incident the other's, nor its time.
    private static func checkKind(of fold: Fold, _ configuration: ServerConfiguration) throws(StartError) {
        guard let start = fold.start, start.exercise != configuration.clock.isExercise else { return }
        throw StartError(
            .configuration,
            start.exercise
                ? "The data folder \(configuration.dataFolder) holds an exercise; it can't become the real watch."
                : "The data folder \(configuration.dataFolder) holds the real watch; an exercise can't be played into it.",
            "Name another folder with --data, or start with the same --clock as before.")
    }

    static func openStore(
        _ configuration: ServerConfiguration, city: City, readings: ClockReadings
    ) throws -> Store {
        var options = StoreOptions()
        options.ballastBytes = Int64(city.store.ballastMebibytes) << 20
        options.quarantineLimit = Int64(city.intake.quarantineLimit)
        let openBy = readings.bootNanoseconds() + lockPatienceNanoseconds
        while true {
            do {
                return try Store.open(
                    folder: configuration.dataFolder, newToken: RandomText.hex(bytes: 8),
                    at: Timestamp(nanoseconds: readings.wallNanoseconds()), options: options)
            } catch {
                guard error.kind == .locked else { throw StartError(.store, error.message, "") }
                guard readings.bootNanoseconds() < openBy else { throw StartError(.locked, error.message, "") }
                _ = poll(nil, 0, 50)
            }
        }
    }

    /// A question asked of a stopped server's folder holds its lock for a moment; a start does not give up for that.
    private static let lockPatienceNanoseconds: Int64 = 3_000_000_000

    /// The city's own subscriptions, and the departments' answers.
    static func filters(_ city: City) -> [(topic: String, qos: Int)] {
        city.broker.subscriptions.map { ($0.topic, $0.qos) } + [("tocsin/departments/+/answers", 1)]
    }

    private static func makeSessions(
        _ configuration: ServerConfiguration, _ city: City, _ clientIdentifier: String, _ store: Store
    ) throws -> (intake: MQTTSession, outgoing: MQTTPublisher) {
        do {
            let url = configuration.broker ?? city.broker.url
            let endpoint = try MQTTEndpoint(parsing: url)
            let credentials = try MQTTCredentials.resolve(credentialSource(city.broker, configuration.environment))
            let tls = MQTTConnectionConfiguration.TLS(
                authorityFile: city.broker.authorityFile, certificateFile: city.broker.clientCertificateFile,
                keyFile: city.broker.clientKeyFile)
            let intakeConfiguration = MQTTConnectionConfiguration(
                endpoint: endpoint, clientIdentifier: clientIdentifier, credentials: credentials, tls: tls)
            let outgoingConfiguration = MQTTConnectionConfiguration(
                endpoint: endpoint, clientIdentifier: clientIdentifier + "-out", credentials: credentials, tls: tls,
                sessionExpirySeconds: 0)
            let dropped = (try? store.value(forKey: WatchKeys.droppedTotal)).flatMap { $0 }.flatMap(unsigned)
            let intake = try MQTTSession(
                intakeConfiguration,
                subscriptions: try filters(city).map { try MQTTSubscription(filter: $0.topic, quality: UInt8($0.qos)) },
                watchesDroppedMessages: true, lastDroppedCount: dropped, watchesBrokerLife: true,
                random: SystemRandomNumberGenerator())
            let outgoing = try MQTTPublisher(
                outgoingConfiguration, inFlightLimit: 256,
                status: StatusTopic(clientIdentifier: clientIdentifier, isExercise: configuration.clock.isExercise),
                random: SystemRandomNumberGenerator())
            intake.witness = outgoing
            return (intake, outgoing)
        } catch let error as MQTTError {
            throw StartError(.broker, "\(error)", "Mend the broker's settings in city.yaml, or give --broker.")
        }
    }

    private static func makeChannels(
        _ configuration: ServerConfiguration, _ readings: ClockReadings, _ shared: WatchShared
    ) -> ChannelOffice {
        let surroundings = ChannelSurroundings(
            bootNanoseconds: readings.bootNanoseconds,
            wallTime: { Timestamp(nanoseconds: readings.wallNanoseconds()) }, environment: configuration.environment,
            people: configuration.people)
        // A report that nobody takes any more belongs to a server that ends: the next one sends the message again.
        return ChannelOffice(surroundings, tallies: shared.tallies) { [shared] finished in
            _ = shared.mailbox.put(.handOver(finished), evenIfFull: true)
        }
    }

    private static func unsigned(_ bytes: [UInt8]) -> UInt64? {
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            return try? reader.readUnsigned()
        }
    }

    private static func credentialSource(
        _ broker: BrokerSettings, _ environment: [String: String]
    ) -> MQTTCredentials.Source {
        MQTTCredentials.Source(
            user: broker.user,
            file: broker.passwordFile.map { path in (path, FileManager.default.contents(atPath: path).map(Array.init))
            },
            environment: broker.passwordEnvironment.map { ($0, environment[$0]) })
    }
}

extension Watch {
    /// Journals the start and, where it changed, the configuration, in one transaction before anything is received.
    func begin(_ loaded: LoadedCity, resumedAt: Timestamp?) throws {
        let ended = try store.value(forKey: WatchKeys.ended)
        connection.hadSession = try store.value(forKey: WatchKeys.hadSession) != nil
        connection.lastKnown = resumedAt ?? .distantPast
        connection.knownBeforeLoss = connection.lastKnown
        connection.wallMinusBoot = clock.wallTime().nanoseconds &- clock.bootNanoseconds()
        brokerLife = BrokerLife(encoded: try store.value(forKey: WatchKeys.brokerLife) ?? [])
        connection.droppedCheckedAt = resumedAt ?? clock.now()
        let note = store.restoreNote
        let start = StartInput(
            identity: identity, epoch: epoch, exercise: configuration.clock.isExercise,
            orderKey: fold.start?.orderKey ?? RandomText.hex(bytes: 32), watchedUntil: resumedAt,
            previousEnd: resumedAt == nil ? nil : (ended == nil ? .killed : .stopped),
            restoredFrom: note?.backupTakenAt, version: configuration.version)
        do { try take(.other(.started(InputJSON.encode(start)))) } catch { failure = error }
        if fold.loaded?.sha256 != loaded.sha256 { takeConfiguration(loaded) } else { sink.remember(loaded) }
        if let failure {
            store.rollback()
            if let problems = failure as? ConfigurationProblems { throw problems }
            throw StartError(.store, "\(failure)", "Mend what it names and start again.")
        }
        if ended != nil { try store.removeValue(forKey: WatchKeys.ended) }
        if note != nil { try store.clearRestoreNote() }
        commit()
        if let memory {
            throw StartError(.store, memory.reason, "Make room or mend the disk, and start again.")
        }
        configureChannels(loaded)
    }
}

/// Random text from the system's generator; only at the edge, never in the fold.
enum RandomText {
    static func hex(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return OrderSecret.hex((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
