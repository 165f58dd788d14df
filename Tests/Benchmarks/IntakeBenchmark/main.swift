import Intake
import Telemetry

// How many messages a second intake takes: parse and admit, on one core, with the allocations that it makes.
//
//     IntakeBenchmark [messages] [stations]
//
// Prints figures; asserts nothing.
let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let benchmark = IntakeBenchmark(messages: arguments.first ?? 3_000_000, stations: arguments.dropFirst().first ?? 10_000)
benchmark.run()
