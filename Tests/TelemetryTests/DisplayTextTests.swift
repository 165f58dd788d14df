import Testing

@testable import Telemetry

struct DisplayTextTests {
    @Test func leavesReadableTextAsItIs() {
        for text in ["", "河水位 3.42 m", "Upper gauge", "🚒 🌧"] {
            #expect(DisplayText.safe(text) == text)
        }
    }

    @Test(arguments: [
        ("\u{1B}[2J", "\\u{1b}[2J"), ("a\nb", "a\\u{a}b"), ("\u{202E}abc", "\\u{202e}abc"),
        ("a\u{200B}b", "a\\u{200b}b"),
        ("\u{9B}31m", "\\u{9b}31m"), ("\u{2028}", "\\u{2028}"), ("\u{7}", "\\u{7}"), ("\u{7F}", "\\u{7f}"),
        ("\0", "\\u{0}"),
        ("\u{E0041}", "\\u{e0041}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ])
    func showsControlAndDirectionCharactersAsText(text: String, shown: String) {
        #expect(DisplayText.safe(text) == shown)
    }

    @Test func cutsLongText() {
        #expect(DisplayText.safe(String(repeating: "水", count: 5), limit: 3) == "水水水…")
        #expect(DisplayText.safe(String(repeating: "水", count: 3), limit: 3) == "水水水")
        #expect(DisplayText.safe(String(repeating: "x", count: 5_000)).unicodeScalars.count == DisplayText.limit + 1)
    }

    @Test func readsBytesThatAreNotUTF8() {
        #expect(DisplayText.safe(bytes: [0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
        #expect(DisplayText.safe(bytes: [UInt8](repeating: 0x1B, count: 100_000), limit: 10).hasSuffix("…"))
    }

    /// Every character that a terminal or reader could take for a command is shown as text; combining marks are
    /// harmless.
    @Test func letsNoUnsafeScalarThrough() {
        for value: UInt32 in 0...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .control else { continue }
            #expect(!DisplayText.safe(String(scalar)).unicodeScalars.contains(scalar))
        }
    }
}
