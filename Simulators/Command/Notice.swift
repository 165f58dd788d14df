import Foundation
import Telemetry

/// One line to people on stderr; what came from outside is made safe.
enum Notice {
    static func write(_ text: String) {
        FileHandle.standardError.write(Data((DisplayText.safe(text) + "\n").utf8))
    }
}
