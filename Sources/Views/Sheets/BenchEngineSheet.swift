import Telemetry

/// What `tocsin bench engine` measured.
package enum BenchEngineSheet {
    package static func render(_ bench: BenchEngineView, language: Language) -> String {
        var text = ""
        func fact(_ chinese: String, _ english: String, _ value: String) {
            text += TerminalWidth.padded(language == .chinese ? chinese : english, to: 20) + value + "\n"
        }
        fact("读数", "Readings", NumberText.count(bench.readings))
        fact("用时", "Seconds", rounded(bench.seconds))
        fact("处理器用时", "CPU seconds", rounded(bench.cpuSeconds))
        fact("每秒读数", "Readings per second", NumberText.count(Int64(bench.readingsPerSecond.rounded())))
        fact("内存峰值", "Peak memory", "\(NumberText.count(bench.peakMemoryBytes / 1_048_576)) MiB")
        for (alert, count) in bench.raised.sorted(by: { $0.key < $1.key }) {
            fact(DisplayText.safe(alert), DisplayText.safe(alert), NumberText.count(count))
        }
        return text
    }

    private static func rounded(_ seconds: Double) -> String {
        NumberText.value((seconds * 1_000).rounded() / 1_000)
    }
}
