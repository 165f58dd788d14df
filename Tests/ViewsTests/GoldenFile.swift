import Foundation
import Testing

/// Compares text with a file beside the tests. With TOCSIN_RECORD_GOLDEN set the file is written anew, and the test fails,
/// so that a recording run is never taken for a passing one.
enum GoldenFile {
    static func expect(_ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
        if ProcessInfo.processInfo.environment["TOCSIN_RECORD_GOLDEN"] != nil {
            do {
                try Data(text.utf8).write(to: url)
            } catch {
                Issue.record("\(name) could not be written: \(error)", sourceLocation: sourceLocation)
            }
            Issue.record(
                "recorded \(name): look at it, then run the tests without recording", sourceLocation: sourceLocation)
            return
        }
        guard let data = FileManager.default.contents(atPath: url.path) else {
            Issue.record("there is no golden file \(name); record it", sourceLocation: sourceLocation)
            return
        }
        let wanted = String(decoding: data, as: UTF8.self)
        if text == wanted { return }
        let got = text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = wanted.split(separator: "\n", omittingEmptySubsequences: false)
        let line =
            zip(got, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(got.count, expected.count)
        Issue.record(
            """
            \(name) differs from line \(line + 1) on:
              wanted \(line < expected.count ? String(expected[line]) : "nothing")
              got    \(line < got.count ? String(got[line]) : "nothing")
            """, sourceLocation: sourceLocation)
    }
}
