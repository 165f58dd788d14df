import Foundation

/// Durations of many, told as people compare them.
struct Quantiles {
    private let sorted: [Int64]

    /// - Parameter nanoseconds: in any order.
    init(_ nanoseconds: [Int64]) {
        sorted = nanoseconds.sorted()
    }

    /// In milliseconds.
    func callAsFunction(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e6
    }

    var text: String {
        String(format: "p50 %.2f ms, p99 %.2f ms, longest %.2f ms", self(0.5), self(0.99), self(1))
    }
}

/// The middle one.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
