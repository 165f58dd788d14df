import Foundation
import TestSupport
import Testing

/// Files below `Golden`, compared with what the views say now.
enum GoldenFile {
    static func expect(_ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
        if let complaint = GoldenText.complaint(about: text, keptIn: file) {
            Issue.record("\(complaint)", sourceLocation: sourceLocation)
        }
    }
}
