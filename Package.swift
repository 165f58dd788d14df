// swift-tools-version:6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
// A package that this client brings along has a target of the name of ours.
let httpClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client", moduleAliases: ["Configuration": "SwiftConfiguration"])

// Targets stand in the order in which data flows; CONTRIBUTING.md says what belongs where.
let package = Package(
    name: "tocsin",
    products: [
        .executable(name: "tocsin", targets: ["tocsin"]),
        .executable(name: "tocsin-simulator", targets: ["tocsin-simulator"]),
        .library(name: "CEL", targets: ["CEL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C libraries.
        .systemLibrary(name: "CClock"),
        .systemLibrary(name: "CGEOS", providers: [.apt(["libgeos-dev"])]),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CMosquitto", providers: [.apt(["libmosquitto-dev", "libssl-dev"])]),
        .systemLibrary(name: "CScheduler"),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CWriteAhead", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("m")]),

        // What everything speaks of.
        .target(name: "Telemetry"),
        .target(name: "Configuration", dependencies: ["Telemetry", .product(name: "Yams", package: "Yams")]),
        .target(name: "City", dependencies: ["CGEOS", "Telemetry", "Configuration"]),
        .target(name: "CEL"),
        .target(name: "Matching", dependencies: ["CEL", "Configuration"]),

        // From the broker to the log.
        .target(name: "MQTT", dependencies: ["CMosquitto", "Telemetry"]),
        .target(name: "Intake", dependencies: ["CPrefetch", "CSimdjson", "Telemetry"]),
        .target(name: "QualityControl", dependencies: ["CPrefetch", "Configuration", "Matching", "Telemetry"]),
        .target(name: "RuleEngine", dependencies: ["CEL", "CPrefetch", "Configuration", "Matching", "Telemetry"]),
        .target(
            name: "RuleLint",
            dependencies: ["CEL", "Configuration", "Matching", "QualityControl", "RuleEngine", "Telemetry"]),
        .target(name: "AlarmManagement", dependencies: ["Configuration", "Telemetry"]),
        .target(name: "IncidentCommand", dependencies: ["Configuration", "Telemetry"]),
        .target(name: "Roster", dependencies: ["Configuration", "Telemetry"]),
        .target(name: "CommandLog", dependencies: ["Telemetry", crypto]),
        .target(name: "Store", dependencies: ["CSQLite", "CWriteAhead", "CommandLog", "Telemetry", grdb]),
        .target(name: "Delivery", dependencies: ["Configuration", "IncidentCommand", "Telemetry", crypto]),
        .target(
            name: "Operations",
            dependencies: [
                "AlarmManagement", "City", "CommandLog", "Configuration", "Delivery", "IncidentCommand", "Intake",
                "QualityControl",
                "Roster", "RuleEngine", "Store", "Telemetry",
            ]),
        // What reaches the world: nothing of a drill may depend on it.
        .target(
            name: "Channels",
            dependencies: [
                "CProcess", "Delivery", "IncidentCommand", "Telemetry", "Views", crypto, httpClient,
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "LiveServer",
            dependencies: [
                "AlarmManagement", "CScheduler", "Channels", "City", "CityNames", "CommandLog", "Configuration",
                "Delivery",
                "IncidentCommand", "Intake", "MQTT", "Operations", "Roster", "RuleEngine", "Store", "Telemetry",
                "Views",
            ]),
        .target(name: "Recordings", dependencies: ["CZstd", "Telemetry", crypto]),
        .target(
            name: "Drills",
            dependencies: [
                "CEL", "CPrefetch", "City", "CommandLog", "Configuration", "Delivery", "IncidentCommand", "Intake",
                "Matching",
                "Operations", "QualityControl", "Recordings", "RuleEngine", "Store", "Telemetry",
            ]),

        // Names of a loaded city, for whoever renders text of it.
        .target(
            name: "CityNames", dependencies: ["City", "IncidentCommand", "Operations", "Telemetry", "Views"]),

        // What people and programs see.
        .target(name: "Views", dependencies: ["Telemetry"], exclude: ["JSON.md"]),
        .target(
            name: "API",
            dependencies: [
                "Telemetry", "Views", logging, serviceLifecycle,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "tocsin",
            dependencies: [
                "AlarmManagement", "API", "CClock", "CEL", "Channels", "City", "CityNames", "CommandLog",
                "Configuration",
                "Delivery", "Drills", "IncidentCommand", "LiveServer", "MQTT", "Operations", "QualityControl",
                "Recordings", "Roster", "RuleEngine", "RuleLint", "Store", "Telemetry",
                "Views", argumentParser, httpClient, logging, serviceLifecycle,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // The city that makes the readings.
        .target(
            name: "Simulators", dependencies: ["Configuration", "Telemetry", crypto], path: "Simulators",
            exclude: ["Command", "departments.yaml"], sources: ["City", "Client", "Departments"]),
        .executableTarget(
            name: "tocsin-simulator",
            dependencies: ["Configuration", "MQTT", "Recordings", "Simulators", "Telemetry", argumentParser],
            path: "Simulators/Command"),

        // Tests, and what they share.
        .target(name: "BrokerSupport", dependencies: ["MQTT"], path: "Tests/BrokerSupport"),
        .target(name: "TestSupport", dependencies: ["Configuration"], path: "Tests/TestSupport"),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", "TestSupport"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "Telemetry"]),
        .testTarget(name: "CityTests", dependencies: ["City", "Configuration", "Telemetry"]),
        .testTarget(name: "CELTests", dependencies: ["CEL", "TestSupport"]),
        .testTarget(name: "MQTTTests", dependencies: ["BrokerSupport", "MQTT"]),
        .testTarget(name: "IntakeTests", dependencies: ["CSimdjson", "Intake", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "QualityControlTests",
            dependencies: ["City", "Configuration", "QualityControl", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "RuleEngineTests",
            dependencies: ["Configuration", "Intake", "Matching", "RuleEngine", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "RuleLintTests",
            dependencies: [
                "CEL", "City", "Configuration", "QualityControl", "RuleEngine", "RuleLint", "Telemetry", "TestSupport",
            ]),
        .testTarget(
            name: "AlarmManagementTests",
            dependencies: ["AlarmManagement", "Configuration", "Telemetry", "TestSupport"]),
        .testTarget(name: "RosterTests", dependencies: ["Configuration", "Roster", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "IncidentCommandTests",
            dependencies: ["Configuration", "IncidentCommand", "IncidentSimulation", "Telemetry", "TestSupport"]),
        .testTarget(name: "CommandLogTests", dependencies: ["CommandLog", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "StoreTests",
            dependencies: ["CSQLite", "CWriteAhead", "CommandLog", "Store", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: ["Configuration", "Delivery", "IncidentCommand", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "ChannelsTests",
            dependencies: ["Channels", "Delivery", "IncidentCommand", "Telemetry", "TestSupport", "Views"]),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "AlarmManagement", "BrokerSupport", "CSQLite", "CommandLog", "Configuration", "Delivery",
                "IncidentCommand", "Intake",
                "LiveServer", "Operations", "Roster", "Store", "Telemetry", "TestSupport", "Views",
            ]),
        .testTarget(name: "RecordingsTests", dependencies: ["Recordings", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "DrillsTests",
            dependencies: [
                "BenchmarkCity", "CityNames", "CommandLog", "Configuration", "Drills", "IncidentCommand", "Operations",
                "Recordings", "Simulators", "Store", "Telemetry", "TestSupport", "Views", "tocsin", crypto,
            ], exclude: ["StormNight/departments.yaml", "StormNight/night.txt", "StormNight/officer.txt"]),
        .testTarget(name: "ViewsTests", dependencies: ["Telemetry", "TestSupport", "Views"], exclude: ["Golden"]),
        .testTarget(name: "APITests", dependencies: ["API", "Telemetry", "Views", httpClient]),
        .testTarget(
            name: "CommandTests",
            dependencies: ["CEL", "MQTT", "Telemetry", "TestSupport", "Views", "tocsin", argumentParser]),
        .target(
            name: "CrashHarness", dependencies: ["BrokerSupport", "MQTT", "Simulators", "Store", "Telemetry"],
            path: "Tests/Crash/Harness"),
        .testTarget(name: "CrashTests", dependencies: ["BrokerSupport", "CrashHarness", "TestSupport", "tocsin"]),
        .testTarget(
            name: "SimulatorsTests",
            dependencies: [
                "City", "Configuration", "IncidentCommand", "Intake", "RuleEngine", "Simulators", "Telemetry",
                "TestSupport",
            ]),

        .target(
            name: "Simulation",
            dependencies: [
                "CommandLog", "Configuration", "IncidentCommand", "Operations", "Store", "Telemetry", "TestSupport",
            ],
            path: "Tests/Simulation/City"),
        .target(
            name: "IncidentSimulation", dependencies: ["IncidentCommand", "Telemetry", "TestSupport"],
            path: "Tests/Simulation/Incidents"),
        .executableTarget(
            name: "simulate", dependencies: ["IncidentSimulation", "Simulation"], path: "Tests/Simulation/Command"),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation", "TestSupport", "simulate"]),

        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BrokerSupport", "Configuration", "MQTT", "Simulators", "Telemetry", "TestSupport", "tocsin",
            ], exclude: ["StormNight/night.txt"]),

        .executableTarget(
            name: "crash-harness", dependencies: ["CrashHarness", argumentParser], path: "Tests/Crash/Command"),

        .executableTarget(
            name: "powercut", dependencies: ["CommandLog", "Store", "Telemetry", "TestSupport"], path: "Tests/PowerCut",
            exclude: ["recorder.c", "run.sh", "serve.sh"]),
        .testTarget(name: "PowerCutTests", dependencies: ["powercut"]),

        // Benchmarks: executables that print figures, and the city that they run.
        .target(
            name: "BenchmarkCity", dependencies: ["Configuration", "Recordings", "Telemetry", "TestSupport"],
            path: "Tests/Benchmarks/BenchmarkCity"),
        .executableTarget(name: "CELBenchmark", dependencies: ["CEL"], path: "Tests/Benchmarks/CELBenchmark"),
        .executableTarget(
            name: "LiveBenchmark",
            dependencies: ["BrokerSupport", "CrashHarness", "MQTT", "Simulators", "Store", argumentParser],
            path: "Tests/Benchmarks/LiveBenchmark"),
        .executableTarget(
            name: "RestartBenchmark",
            dependencies: [
                "BenchmarkCity", "CommandLog", "Configuration", "Operations", "Store", "Telemetry", argumentParser,
            ],
            path: "Tests/Benchmarks/RestartBenchmark"),
        .executableTarget(
            name: "DrillBenchmark",
            dependencies: ["BenchmarkCity", "Configuration", "Drills", "Operations", argumentParser],
            path: "Tests/Benchmarks/DrillBenchmark", exclude: ["figures.md", "measure", "show"]),
        .executableTarget(
            name: "IntakeBenchmark", dependencies: ["Intake", "Telemetry"], path: "Tests/Benchmarks/IntakeBenchmark"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
