import ArgumentParser
import Foundation

/// A file of lines `user:password`.
struct PasswordTable {
    private let path: String
    private let passwords: [String: String]

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("The password file \(path) can't be read. Check its path and owner.")
        }
        var passwords: [String: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { passwords[String(parts[0])] = String(parts[1]) }
        }
        self.path = path
        self.passwords = passwords
    }

    func password(of user: String) throws -> String {
        guard let password = passwords[user] else {
            throw ValidationError("The password file \(path) has no line for \(user).")
        }
        return password
    }
}
