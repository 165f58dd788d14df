import Foundation
import TestSupport

/// A recording as a file and as messages to publish.
struct Recording {
    let path: String
    let messages: [(topic: String, payload: [UInt8])]

    /// Reads a recording whose payloads are JSON strings.
    init(path: String) throws {
        self.path = path
        let decoder = JSONDecoder()
        messages = try Processes.text(ofFile: path).split(separator: "\n").map { line in
            let record = try decoder.decode(Line.self, from: Data(line.utf8))
            return (record.topic, Array(record.payload.utf8))
        }
    }

    private struct Line: Decodable {
        var topic: String
        var payload: String
    }

    /// A flood of a known shape: a reading of the stage each 15 minutes.
    ///
    /// - Parameter stages: in metres, from 2012-11-01T00:00:00Z on.
    static func simulated(_ stages: [Double], station: String, district: String, in folder: String) throws -> Recording
    {
        let lines = stages.enumerated().map { index, stage in
            let time = Hydrograph.time(index)
            let payload = "{\\\"t\\\":\\\"\(time)\\\",\\\"v\\\":\(stage),\\\"u\\\":\\\"m\\\"}"
            return "{\"tst\":\"\(time)\",\"topic\":\"city/\(district)/flood/\(station)/stage\",\"qos\":1,\"retain\":0,"
                + "\"payload\":\"\(payload)\"}"
        }
        let path = folder + "/simulated.jsonl"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return try Recording(path: path)
    }
}

/// A simulated river: two floods, the second with waves about the threshold that the deadband has to hold.
enum Hydrograph {
    static let stepSeconds = 900

    /// Stages in metres. Crossings of 1.2 upwards: index 24 and 120; of 1.7: index 34.
    static let stages: [Double] = {
        var stages = [Double](repeating: 0.6, count: 200)
        for index in 0..<60 {
            // Up by 5 cm a step to 1.85, then down.
            let height = 0.6 + 0.05 * Double(index <= 25 ? index : max(0, 50 - index))
            stages[12 + index] = (height * 100).rounded() / 100
        }
        for index in 0..<24 { stages[120 + index] = index.isMultiple(of: 2) ? 1.21 : 1.18 }
        return stages
    }()

    static func time(_ index: Int) -> String {
        let start = 1_351_728_000
        return ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(start + index * stepSeconds)))
    }
}
