import Configuration
import Foundation
import Operations
import Telemetry
import Views

/// An older state of a folder's files, as git keeps it.
struct GitRevision {
    private let folder: String
    private let commit: String

    /// - Throws: `no_file` where the folder is in no git repository, or there is no such revision.
    init(_ reference: String, folder: String) throws(CommandFailure) {
        self.folder = folder
        // What begins with a dash would be an option of git's.
        let output =
            reference.hasPrefix("-")
            ? nil : GitRevision.git(folder, ["rev-parse", "--verify", "--quiet", "\(reference)^{commit}"])
        guard let output, let commit = output.split(separator: "\n").first else {
            throw CommandFailure(
                ProblemView(
                    code: "no_file",
                    message: Bilingual(
                        chinese: "城市文件夹所在的 git 仓库中没有版本“\(reference)”。",
                        english: "There is no revision “\(reference)” in a git repository that holds the city's folder."
                    ),
                    remedy: Bilingual(
                        chinese: "写出分支、标签或提交，例如 --changed origin/main。",
                        english: "Name a branch, a tag or a commit, such as --changed origin/main.")),
                place: folder)
        }
        self.commit = String(commit)
    }

    /// The city's files as they were then.
    func bundle() -> ConfigurationBundle {
        // NUL between paths: git would write others than ASCII in quotes.
        let listed = GitRevision.git(folder, ["ls-tree", "-r", "-z", "--name-only", commit, "--", "."]) ?? ""
        let paths = listed.split(separator: "\0").map(String.init).filter(CityFolder.isRead)
        return ConfigurationBundle(
            files: paths.compactMap { path in
                GitRevision.git(folder, ["show", "\(commit):./\(path)"]).map {
                    ConfigurationFile(path: path, text: $0)
                }
            })
    }

    /// What git wrote; nil where it failed or is not there.
    private static func git(_ folder: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
