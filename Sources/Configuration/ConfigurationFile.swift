/// One file of a city's folder, as it was read: configuration is an input, so its bytes are kept with the journal.
package struct ConfigurationFile: Hashable, Sendable {
    /// Relative to the city folder, with `/`: `river/stage.yaml`.
    package var path: String
    package var text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// A line's text without its end; empty past the last line.
    ///
    /// - Parameter line: from 1.
    package func line(_ line: Int) -> String {
        var current = 1
        var start = text.utf8.startIndex
        var index = start
        while index < text.utf8.endIndex {
            if text.utf8[index] == UInt8(ascii: "\n") {
                if current == line { return trimmed(start..<index) }
                current += 1
                start = text.utf8.index(after: index)
            }
            index = text.utf8.index(after: index)
        }
        return current == line ? trimmed(start..<text.utf8.endIndex) : ""
    }

    private func trimmed(_ range: Range<String.Index>) -> String {
        let slice = text[range]
        return String(slice.hasSuffix("\r") ? slice.dropLast() : slice)
    }
}

/// Every file of a city's folder that configures something, sorted by path.
package struct ConfigurationBundle: Hashable, Sendable {
    package let files: [ConfigurationFile]

    package init(files: [ConfigurationFile]) {
        self.files = files.sorted { $0.path < $1.path }
    }

    package func file(_ path: String) -> ConfigurationFile? {
        files.first { $0.path == path }
    }

    /// Files below a folder: `files(below: "linkage")` gives `linkage/matrix.yaml`.
    package func files(below folder: String) -> [ConfigurationFile] {
        files.filter { $0.path.hasPrefix(folder + "/") }
    }

    /// The bundle as one sequence of bytes, for hashing and storing: for every file its path, its length and its text.
    package var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        for file in files {
            bytes.append(contentsOf: "\(file.path)\n\(file.text.utf8.count)\n".utf8)
            bytes.append(contentsOf: file.text.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Reads `canonicalBytes` back; nil where they are damaged.
    package init?(canonicalBytes bytes: [UInt8]) {
        var files: [ConfigurationFile] = []
        var position = 0
        func line() -> String? {
            guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { position = end + 1 }
            return String(decoding: bytes[position..<end], as: UTF8.self)
        }
        while position < bytes.count {
            guard let path = line(), let length = line().flatMap(Int.init), length >= 0,
                length < bytes.count - position
            else { return nil }
            files.append(
                ConfigurationFile(
                    path: path, text: String(decoding: bytes[position..<position + length], as: UTF8.self)))
            position += length + 1
        }
        self.init(files: files)
    }
}
