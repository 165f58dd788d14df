import Foundation

/// Compares a text, a line an event or a fact, with a file that was kept. With TOCSIN_RECORD_GOLDEN set the file is written
/// anew and still counts as different, so that a recording run is never taken for a passing one.
package enum GoldenText {
    /// Differences that a failure shows.
    private static let shown = 20

    /// - Returns: what is wrong, for people; nil where the text is as it was kept.
    package static func complaint(about text: String, keptIn file: URL) -> String? {
        let name = file.lastPathComponent
        if ProcessInfo.processInfo.environment["TOCSIN_RECORD_GOLDEN"] != nil {
            do {
                try Data(text.utf8).write(to: file)
            } catch {
                return "\(name) could not be written: \(error)"
            }
            return "recorded \(name): look at it, then run the tests without recording"
        }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            return "there is no \(name); record it"
        }
        let kept = String(decoding: data, as: UTF8.self)
        return kept == text ? nil : difference(kept, text, name)
    }

    private static func difference(_ kept: String, _ text: String, _ name: String) -> String {
        let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = new.difference(from: old).map { change in
            switch change {
            case .remove(let offset, let line, _): (offset, "- \(line)")
            case .insert(let offset, let line, _): (offset, "+ \(line)")
            }
        }
        let lines = changes.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
        return """
            \(name): \(lines.count) lines differ (- kept, + now):
            \(lines.prefix(shown).joined(separator: "\n"))
            """
    }
}
