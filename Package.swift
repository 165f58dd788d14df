// swift-tools-version:6.1
import PackageDescription

// Targets stand in the order in which data flows; CONTRIBUTING.md says what belongs where.
let package = Package(
    name: "tocsin",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tocsin", targets: ["tocsin"]),
        .executable(name: "tocsin-simulator", targets: ["tocsin-simulator"]),
        .library(name: "CEL", targets: ["CEL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CMosquitto"),
        .target(name: "CSimdjson", cxxSettings: [.unsafeFlags([])], linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "Telemetry"),
        .target(name: "Configuration", dependencies: ["Telemetry", .product(name: "Yams", package: "Yams")]),
        .target(name: "City", dependencies: ["Telemetry", "Configuration"]),
        .target(name: "CEL"),
        .target(name: "MQTT", dependencies: ["CMosquitto"]),
        .target(name: "Intake", dependencies: ["Telemetry", "CSimdjson"]),
        .target(name: "RuleEngine", dependencies: ["Telemetry", "Configuration", "CEL"]),
        .target(name: "IncidentCommand", dependencies: ["Telemetry", "Configuration"]),
        .target(
            name: "CommandLog", dependencies: ["Telemetry", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "Store", dependencies: ["Telemetry", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "Delivery",
            dependencies: ["Telemetry", "IncidentCommand", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Operations",
            dependencies: [
                "Telemetry", "Configuration", "City", "Intake", "RuleEngine", "IncidentCommand", "CommandLog", "Store",
                "Delivery", "MQTT", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Drills", dependencies: ["Operations", "Intake", "RuleEngine", "Store", "City"]),
    ],
    cxxLanguageStandard: .cxx17
)
