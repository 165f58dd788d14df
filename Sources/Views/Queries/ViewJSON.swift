import Foundation

/// How every view is written as JSON: one line, names sorted, so that equal views give equal bytes.
package enum ViewJSON {
    package static func data(_ view: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(view)
    }

    /// The line without its line feed.
    package static func line(_ view: some Encodable) throws -> String {
        String(decoding: try data(view), as: UTF8.self)
    }

    package static func decode<View: Decodable>(_ type: View.Type, from data: Data) throws -> View {
        try JSONDecoder().decode(type, from: data)
    }
}
