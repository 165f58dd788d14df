import ArgumentParser
import BenchmarkCity
import Configuration
import Foundation

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes FOLDER/city, FOLDER/other (another warning level) and FOLDER/day.tocsin.jsonl.")

    @Argument(help: "Where to write.") var folder: String
    @Option(help: "Gauges.") var stations = 10_000
    @Option(help: "Readings of each, one a minute.") var minutes = 1_440
    @Option(help: "Of the random numbers.") var seed: UInt64 = 1
    @Flag(help: "Write day.tocsin.jsonl.zst instead.") var compressed = false

    func run() throws {
        try write(GaugeCity.bundle(stations: stations), to: "city")
        try write(GaugeCity.bundle(stations: stations, warning: "3.1"), to: "other")
        let path = folder + "/day.tocsin.jsonl" + (compressed ? ".zst" : "")
        let count = try GaugeDay(stations: stations, minutes: minutes, seed: seed).write(to: path)
        print("\(path): \(count) messages of \(stations) gauges, seed \(seed)")
    }

    private func write(_ bundle: ConfigurationBundle, to name: String) throws {
        for file in bundle.files {
            let path = "\(folder)/\(name)/\(file.path)"
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
