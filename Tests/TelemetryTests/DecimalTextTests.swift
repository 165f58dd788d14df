import Testing

@testable import Telemetry

struct DecimalTextTests {
    private func scaled(_ text: String, _ exponent: Int) -> Int64? {
        Array(text.utf8).withUnsafeBytes { DecimalText.scaled($0, by: exponent) }
    }

    @Test(arguments: [
        ("0", 9, 0), ("1", 9, 1_000_000_000), ("1780272000.25", 9, 1_780_272_000_250_000_000),
        ("1.7802720e9", 0, 1_780_272_000),
        ("1.7802720e9", 9, 1_780_272_000_000_000_000), ("-1.5", 3, -1_500), ("+1.5", 3, 1_500), ("0.0000000001", 9, 0),
        ("1E3", 0, 1_000), ("1e-3", 3, 1), ("12345e-4", 0, 1), ("12345e-9", 0, 0), ("-12345e-4", 0, -1),
        ("9223372036.854775807", 9, Int64.max), ("0e999", 9, 0), ("00012", 0, 12),
        ("1.276020076001e+09", 9, 1_276_020_076_001_000_000),
        ("1.23456789012345678901234567890", 9, 1_234_567_890),
    ])
    func scalesExactly(text: String, exponent: Int, expected: Int64) {
        #expect(scaled(text, exponent) == expected)
    }

    @Test(arguments: [
        "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1x", "x", " 1", "1 ", "1e5e5", "1e99999",
        "9223372036.854775808",
        "99999999999999999999", "1e300", "0x10", "--1", "NaN", "1e5.5",
    ])
    func refusesWhatIsNoNumberOrDoesNotFit(text: String) {
        #expect(scaled(text, 9) == nil)
    }
}
