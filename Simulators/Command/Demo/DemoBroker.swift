import Foundation
import Glibc

/// A private mosquitto with the configuration that ships in the city's folder, on a free loopback port, with passwords
/// made for this demo.
struct DemoBroker {
    static let gateways = ["chengdong", "chengxi", "jiangxin", "yunling"]

    let port: UInt16
    /// Lines `user:password`, readable by the owner alone.
    let passwordsPath: String
    let passwords: [String: String]
    let configurationPath: String

    var address: String { "mqtt://127.0.0.1:\(port)" }

    /// Writes configuration and passwords into `folder`.
    init(folder: String, cityFolder: String, users: [String]) throws(DemoFailure) {
        guard let port = Self.freePort() else { throw DemoFailure(message: "No free loopback port was found.") }
        self.port = port
        var random = SystemRandomNumberGenerator()
        var passwords: [String: String] = [:]
        for user in users {
            passwords[user] = String(random.next() as UInt64, radix: 36) + String(random.next() as UInt64, radix: 36)
        }
        self.passwords = passwords
        passwordsPath = "\(folder)/passwords"
        let lines = passwords.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
        try Self.write(lines, to: passwordsPath)
        let hashed = "\(folder)/broker-passwords"
        try Self.write(lines, to: hashed)
        guard let tool = Self.find("mosquitto_passwd"),
            let result = ChildProcess.output(of: tool, ["-U", hashed]), result.exitCode == 0
        else { throw DemoFailure(message: "mosquitto_passwd failed. Install the Debian package mosquitto.") }
        configurationPath = "\(folder)/mosquitto.conf"
        let shipped = "\(cityFolder)/broker/mosquitto.conf"
        guard let data = FileManager.default.contents(atPath: shipped) else {
            throw DemoFailure(message: "\(shipped) can't be read. Start the demo in the repository, or give --city.")
        }
        let store = "\(folder)/broker"
        guard mkdir(store, 0o700) == 0 else { throw DemoFailure(message: "\(store) can't be made.") }
        let text = Self.localized(
            String(decoding: data, as: UTF8.self), port: port, folder: folder, passwordFile: hashed,
            accessFile: URL(fileURLWithPath: "\(cityFolder)/broker/acl").path)
        try Self.write(text, to: configurationPath)
    }

    /// The shipped text with the places of this machine: everything that we promise by stays as it is.
    static func localized(_ text: String, port: UInt16, folder: String, passwordFile: String, accessFile: String)
        -> String
    {
        let replaced = [
            "listener", "port", "bind_address", "persistence_location", "password_file", "acl_file", "log_dest", "user",
            "pid_file", "cafile", "certfile", "keyfile", "require_certificate", "include_dir",
        ]
        let kept = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let words = line.split(separator: " ")
            return words.first.map { !replaced.contains(String($0)) } ?? true
        }
        let owner = NSUserName()
        let ours = [
            "listener \(port) 127.0.0.1", "persistence_location \(folder)/broker/", "password_file \(passwordFile)",
            "acl_file \(accessFile)", "log_dest stdout", "user \(owner)",
        ]
        return (kept + ours.map { Substring($0) }).joined(separator: "\n") + "\n"
    }

    /// Where a program of this name is; Debian keeps mosquitto in /usr/sbin, which is not on everyone's path.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin", "/usr/local/sbin"]
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// True when somebody listens.
    var answers: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = Self.loopback(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func write(_ text: String, to path: String) throws(DemoFailure) {
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw DemoFailure(message: "The file \(path) can't be written. Is the disk full?") }
    }

    static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// A port that the system gives away and that is closed again: free now, and very likely still in a moment.
    static func freePort() -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> UInt16? in
                guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0 else {
                    return nil
                }
                return pointer.pointee.sin_port.bigEndian
            }
        }
    }
}
