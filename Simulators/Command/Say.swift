import Foundation

/// A line on stdout, written at once: other processes write there too.
enum Say {
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
