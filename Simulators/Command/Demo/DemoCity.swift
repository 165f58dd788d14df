import Foundation
import Simulators

/// The shipped city with channels that there are on this machine only: receivers of posts on the loopback.
enum DemoCity {
    /// Copies the city's folder and gives the departments that have a receiver a channel to it, before the broker.
    ///
    /// - Parameters:
    ///   - port: where the receivers listen.
    ///   - speed: exercise seconds in a real second; the waits of a channel are real ones.
    /// - Returns: the copy's path.
    static func make(
        in folder: String, from city: String, departments: [(id: String, manner: DepartmentManner)], port: UInt16,
        speed: Double
    ) throws(DemoFailure) -> String {
        let copy = "\(folder)/city"
        let receiving = departments.filter { $0.manner.way == .webhook }
        do {
            try FileManager.default.copyItem(atPath: city, toPath: copy)
            let linkage = "\(copy)/linkage"
            for name in try FileManager.default.contentsOfDirectory(atPath: linkage) where name.hasSuffix(".yaml") {
                let text = try String(contentsOfFile: "\(linkage)/\(name)", encoding: .utf8)
                let changed = DemoCity.adding(channelsOf: receiving.map(\.id), to: text)
                if changed != text {
                    try changed.write(toFile: "\(linkage)/\(name)", atomically: true, encoding: .utf8)
                }
            }
            let channels = receiving.map { channel($0.id, $0.manner, port: port, speed: speed) }.joined()
            if !channels.isEmpty {
                try ("channels:\n" + channels).write(
                    toFile: "\(linkage)/receivers.yaml", atomically: true, encoding: .utf8)
            }
        } catch {
            throw DemoFailure(message: "The city in \(city) can't be copied to \(copy): \(error.localizedDescription).")
        }
        return copy
    }

    /// Writes `channels: [ID-receiver, mqtt]` below each department's id.
    static func adding(channelsOf departments: [String], to text: String) -> String {
        text.components(separatedBy: "\n").flatMap { line in
            guard let id = departments.first(where: { line == "  - id: \($0)" }) else { return [line] }
            return [line, "    channels: [\(id)-receiver, mqtt]"]
        }.joined(separator: "\n")
    }

    private static func channel(_ id: String, _ manner: DepartmentManner, port: UInt16, speed: Double) -> String {
        // No wait of a channel is shorter than a tenth of a second.
        let wait = max(100, Int(15_000 / speed))
        return """
              - id: \(id)-receiver
                kind: webhook
                hand_over_within: \(manner.isPatient ? "3m" : "45s")
                settings:
                  url: http://127.0.0.1:\(port)/\(id)
                  secret_env: \(ReceiverDesk.secretVariable)
                  allow_addresses: [127.0.0.1]
                  retry: {first: \(wait)ms, longest: \(2 * wait)ms, attempts: 20, give_up_after: 120s}

            """
    }
}
