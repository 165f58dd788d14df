/// Which tests of quality control a reading did not pass, after QARTOD (IOOS Manual for Real-Time Quality Control of Water
/// Level Data, version 2.1, 2021; the same tests are applied to other quantities).
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct QualityTests: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Outside what the sensor can measure.
    package static let sensorSpan = QualityTests(rawValue: 1 << 0)
    /// Outside what the operator holds possible at this place.
    package static let operatorSpan = QualityTests(rawValue: 1 << 1)
    /// Stands out from the readings before and after it.
    package static let spike = QualityTests(rawValue: 1 << 2)
    /// Changed faster than the readings before it let expect.
    package static let rate = QualityTests(rawValue: 1 << 3)
    /// The value has not changed for too long.
    package static let flatLine = QualityTests(rawValue: 1 << 4)
    /// First reading after a gap: nothing beside it confirms it.
    package static let gap = QualityTests(rawValue: 1 << 5)
    /// Differs from every neighbour station.
    package static let neighbour = QualityTests(rawValue: 1 << 6)

    /// Every test and its stable name, in the order in which they are told.
    package static let named: [(test: QualityTests, name: String)] = [
        (.sensorSpan, "sensor_span"), (.operatorSpan, "operator_span"), (.spike, "spike"), (.rate, "rate"),
        (.flatLine, "flat_line"), (.gap, "gap"), (.neighbour, "neighbour"),
    ]

    /// English snake_case names, in a fixed order.
    package var names: [String] {
        QualityTests.named.filter { contains($0.test) }.map(\.name)
    }
}
