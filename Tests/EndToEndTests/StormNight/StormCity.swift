import Configuration
import Foundation
import Simulators
import TestSupport

/// The shipped city with a channel of each kind.
enum StormCity {
    static let secret = "a secret of this night"

    /// Who is told by what.
    private static let uses = [
        "weather": "[weather-hook, mqtt]", "power-company": "[power-company-hook, mqtt]",
        "traffic-police": "[{channel: sms, address: \"122\"}, mqtt]",
        "natural-resources": "[{channel: mail, address: duty@natural-resources.example.cn}]",
    ]

    /// Writes the city, the command for messages and the stand-in for msmtp below a folder.
    static func write(to folder: String, port: Int) throws {
        for name in ["sms", "mail"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try script(
            "f=$(mktemp \(folder)/sms/XXXXXX); cat >$f; mv $f $f.json; echo sent to $1", to: folder + "/send-sms")
        try script(
            "f=$(mktemp \(folder)/mail/XXXXXX); echo \"$@\" >$f; cat >>$f; mv $f $f.eml", to: folder + "/msmtp")
        var files = try ShippedRules.bundle().files.map { file in
            let lines = file.text.components(separatedBy: "\n").flatMap { line in
                guard line.hasPrefix("  - id: "), let channels = uses[String(line.dropFirst(8))],
                    file.path.hasSuffix("departments.yaml")
                else { return [line] }
                return [line, "    channels: \(channels)"]
            }
            return ConfigurationFile(path: file.path, text: lines.joined(separator: "\n"))
        }
        files.append(ConfigurationFile(path: "linkage/channels.yaml", text: channels(folder, port)))
        try TestCity.write(ConfigurationBundle(files: files), to: folder + "/city")
    }

    static func departments() throws -> [(id: String, manner: DepartmentManner)] {
        let path = ShippedRules.folder.deletingLastPathComponent().appendingPathComponent("Simulators/departments.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        return try DepartmentFile(ConfigurationFile(path: path.lastPathComponent, text: text)).departments
    }

    private static func channels(_ folder: String, _ port: Int) -> String {
        func hook(_ id: String, within: String) -> String {
            """
              - id: \(id)-hook
                kind: webhook
                hand_over_within: \(within)
                settings:
                  url: http://127.0.0.1:\(port)/\(id)
                  secret_env: STORM_SECRET
                  allow_addresses: [127.0.0.1]
                  retry: {first: 100ms, longest: 100ms, attempts: 100, give_up_after: 300s}

            """
        }
        return "channels:\n" + hook("weather", within: "3m") + hook("power-company", within: "45s") + """
              - id: sms
                kind: hook
                hand_over_within: 60s
                settings: {program: \(folder)/send-sms, arguments: ["{{ address }}"]}
              - id: mail
                kind: email
                hand_over_within: 60s
                settings:
                  program: \(folder)/msmtp
                  from: tocsin@linjiang.example.cn
                  subject: "{{ hazard.zh }} {{ place.zh }}"
                  text: "{{ summary.zh }}\\n{{ tasks.zh }}"

            """
    }

    private static func script(_ text: String, to path: String) throws {
        try ("#!/bin/sh\n" + text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
    }
}
