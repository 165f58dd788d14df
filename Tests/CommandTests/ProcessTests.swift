import Foundation
import Glibc
import TestSupport
import Testing
import Views

@Suite(.serialized) struct ProcessTests {
    @Test func aFolderWithoutDataIsNoInput() throws {
        try BuiltCommand.withFolder { folder in
            let result = try BuiltCommand.run("status", "--data", folder + "/none")
            #expect(result.status == 66)
            #expect(result.output == "")
            #expect(result.errors.contains(folder + "/none"))
            #expect(result.errors.contains("→"))
        }
    }

    @Test func ordersNeedAServer() throws {
        try BuiltCommand.withFolder { folder in
            let result = try BuiltCommand.run("acknowledge", "I-2026-000001", "--data", folder, "--lang", "zh")
            #expect(result.status == 69)
            #expect(result.errors.contains("没有运行中的服务"))
        }
    }

    @Test func theShippedCityHasNoProblem() throws {
        let result = try BuiltCommand.run("rules", "check", "--city", BuiltCommand.city)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func aBrokenCityIsToldWholeWithPlaceCaretAndRemedy() throws {
        try BuiltCommand.withFolder { folder in
            try FileManager.default.copyItem(atPath: BuiltCommand.city, toPath: folder + "/city")
            try Data("groups:\n  - nam: x\n".utf8).write(to: URL(fileURLWithPath: folder + "/city/river/broken.yaml"))
            try Data("stations:\n  - id: a\n    latitude: north\n".utf8).write(
                to: URL(fileURLWithPath: folder + "/city/stations/broken.yaml"))
            for arguments in [["rules", "check"], ["serve", "--data", folder + "/data"]] {
                let output = Pipe()
                let errors = Pipe()
                let process = BuiltCommand.process(
                    arguments + ["--city", folder + "/city"], output: output, errors: errors)
                try process.run()
                let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 78)
                #expect(text.contains("river/broken.yaml:2:5"))
                #expect(text.contains("stations/broken.yaml:3:"))
                #expect(text.contains("^"))
                #expect(text.contains("→"))
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/data/tocsin.sqlite"))
        }
    }

    /// Without a broker: a server starts, says so, answers, refuses a second one, and drains.
    @Test func aServerLivesAndDrains() throws {
        try BuiltCommand.withFolder { folder in
            let data = folder + "/data"
            let output = Pipe()
            let errors = Pipe()
            let arguments = [
                "serve", "--city", BuiltCommand.city, "--data", data, "--broker", "mqtt://127.0.0.1:1",
                "--clock", "exercise:2026-07-01T18:00:00+08:00,60",
            ]
            let server = BuiltCommand.process(arguments, output: output, errors: errors)
            try server.run()
            defer { if server.isRunning { kill(server.processIdentifier, SIGKILL) } }
            let status = try waitForStatus(data)
            #expect(status.exercise)
            #expect(status.clock == "exercise")
            #expect(status.state == .serving)
            var mode = stat()
            #expect(stat(data + "/tocsin.sock", &mode) == 0)
            #expect(mode.st_mode & 0o777 == 0o600)

            let second = try BuiltCommand.run(
                "serve", "--city", BuiltCommand.city, "--data", data, "--broker", "mqtt://127.0.0.1:1")
            #expect(second.status == 75)
            #expect(second.errors.contains("\(server.processIdentifier)"))
            let refused = try BuiltCommand.run("close", "I-2026-000001", "--reason", "x", "--data", data)
            #expect(refused.status == 66)
            let log = try BuiltCommand.run("log", "show", "--data", data)
            #expect(log.output.contains("演练 EXERCISE"))
            let backup = try BuiltCommand.run("backup", folder + "/backup", "--data", data)
            #expect(backup.status == 0, "\(backup.errors)")

            kill(server.processIdentifier, SIGTERM)
            server.waitUntilExit()
            #expect(server.terminationStatus == 0)
            #expect(!FileManager.default.fileExists(atPath: data + "/tocsin.sock"))
            try checkFolder(data, backup: folder + "/backup", restored: folder + "/restored")
        }
    }

    private func waitForStatus(_ data: String) throws -> StatusView {
        let view = try Waiting.find { () -> StatusView? in
            let result = try BuiltCommand.run("status", "--json", "--data", data)
            guard result.status == 0, let view = try? ViewJSON.decode(StatusView.self, from: Data(result.output.utf8))
            else { return nil }
            return view.state == .serving ? view : nil
        }
        return try #require(view)
    }

    /// What the stopped server left behind.
    private func checkFolder(_ data: String, backup: String, restored: String) throws {
        let verified = try BuiltCommand.run(
            "log", "verify", "--replay", "--head", data + "/tocsin.head", "--data", data)
        #expect(verified.status == 0, "\(verified.errors)")
        // The names come from the configuration that was in use, not from today's folder.
        let status = try BuiltCommand.run("status", "--data", data, "--lang", "zh", "--city", "/nowhere")
        #expect(status.output.contains("临江市"))
        #expect(status.errors.contains("没有运行中的服务"))
        #expect(try BuiltCommand.run("restore", backup, "--data", data).status == 73)
        #expect(try BuiltCommand.run("restore", backup, "--data", restored).status == 0)
        #expect(try BuiltCommand.run("log", "verify", "--data", restored).status == 0)
        #expect(try BuiltCommand.run("incident", "I-2026-000001", "--data", restored).status == 66)
    }
}
