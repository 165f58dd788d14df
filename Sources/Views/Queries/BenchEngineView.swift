/// `tocsin bench engine --json`.
package struct BenchEngineView: Hashable, Sendable, Codable {
    package var readings: Int64
    /// Wall time, in seconds.
    package var seconds: Double
    /// Processor time of the whole process, in seconds.
    package var cpuSeconds: Double
    package var readingsPerSecond: Double
    package var peakMemoryBytes: Int64
    /// Raised alarms by alert name.
    package var raised: [String: Int64]

    package init(
        readings: Int64, seconds: Double, cpuSeconds: Double, readingsPerSecond: Double, peakMemoryBytes: Int64,
        raised: [String: Int64]
    ) {
        self.readings = readings
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.readingsPerSecond = readingsPerSecond
        self.peakMemoryBytes = peakMemoryBytes
        self.raised = raised
    }

    private enum CodingKeys: String, CodingKey {
        case readings, seconds
        case cpuSeconds = "cpu_seconds"
        case readingsPerSecond = "readings_per_second"
        case peakMemoryBytes = "peak_memory_bytes"
        case raised
    }
}
