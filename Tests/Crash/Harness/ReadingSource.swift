import Glibc
import Telemetry

/// Readings as a function of their number: what was sent can be made again for comparison instead of being kept.
package struct ReadingSource: Sendable {
    package struct Sent: Hashable, Sendable {
        package var station: Int
        /// Event time, microseconds since 1970.
        package var microseconds: Int64
        /// Value in thousandths, so that its decimal text is exact.
        package var thousandths: Int64

        package init(station: Int, microseconds: Int64, thousandths: Int64) {
            self.station = station
            self.microseconds = microseconds
            self.thousandths = thousandths
        }

        package var value: Double { Double(thousandths) / 1_000 }
        package var eventTime: Timestamp { Timestamp(nanoseconds: microseconds * 1_000) }
        package var payload: [UInt8] {
            let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
            let decimals = String(thousandths % 1_000 + 1_000).dropFirst()
            return Array(
                #"{"t":\#(microseconds / 1_000_000).\#(fraction),"v":\#(thousandths / 1_000).\#(decimals),"u":"m"}"#
                    .utf8)
        }
    }

    package let stations: Int
    package let perSecond: Int
    package let startMicroseconds: Int64
    /// Whether some stations fall silent now and then.
    package let hasSilences: Bool

    package init(stations: Int, perSecond: Int, startMicroseconds: Int64, hasSilences: Bool) {
        self.stations = stations
        self.perSecond = perSecond
        self.startMicroseconds = startMicroseconds
        self.hasSilences = hasSilences
    }

    private var stepMicroseconds: Int64 { 1_000_000 / Int64(perSecond) }

    /// How many are due by then.
    package func count(at microseconds: Int64) -> Int {
        max(0, Int((microseconds - startMicroseconds) / stepMicroseconds))
    }

    /// The number of the reading with this event time; nil where none has it.
    package func number(at microseconds: Int64) -> Int? {
        let passed = microseconds - startMicroseconds
        return passed >= 0 && passed % stepMicroseconds == 0 ? Int(passed / stepMicroseconds) : nil
    }

    /// Nil where the station is silent at that time.
    package subscript(number: Int) -> Sent? {
        let station = number % stations
        let passed = Int64(number) * stepMicroseconds
        let seconds = Double(passed) / 1_000_000
        if hasSilences, station < 4, seconds.truncatingRemainder(dividingBy: 13) > 8 { return nil }
        return Sent(
            station: station, microseconds: startMicroseconds + passed,
            thousandths: stage(station, seconds) + Int64(number % 7))
    }

    /// Each fifth river rises above its warning mark of 3 m, half of them above 3.6 m, and falls again within seconds.
    private func stage(_ station: Int, _ seconds: Double) -> Int64 {
        guard station % 5 == 0 else { return 1_000 + Int64(station) }
        let period = 7 + Double(station % 11)
        let rise: Double = station / 10 % 2 == 0 ? 1_500 : 1_000
        return 2_400 + Int64(rise * sin(2 * Double.pi * (seconds / period + Double(station) / 17)))
    }

    package func topic(_ station: Int) -> String {
        "city/\(CrashCity.district(station))/river/\(CrashCity.station(station))/stage"
    }
}
