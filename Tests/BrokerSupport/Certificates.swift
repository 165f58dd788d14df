import Foundation

/// An authority, a broker's certificate for 127.0.0.1 and a client's, made with the `openssl` command for one test.
package struct Certificates {
    package struct Failure: Error {
        package var command: String
    }

    package let folder: URL

    package static func areAvailable() -> Bool {
        if FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") { return true }
        print("SKIPPED: openssl is not installed, so nothing was tried over TLS.")
        return false
    }

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "subjectAltName=IP:127.0.0.1,DNS:localhost\n"
            .write(to: folder.appendingPathComponent("names"), atomically: true, encoding: .utf8)
        try makeAuthority("ca")
        try makeAuthority("stranger")
        try sign("broker", subject: "/CN=127.0.0.1", extensions: "names")
        try sign("client", subject: "/CN=tocsin", extensions: nil)
    }

    package func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    package func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    private func makeAuthority(_ name: String) throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=\(name) "
                + "-keyout \(name).key -out \(name).crt")
    }

    private func sign(_ name: String, subject: String, extensions: String?) throws {
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj \(subject) "
                + "-keyout \(name).key -out \(name).csr")
        try openssl(
            "x509 -req -in \(name).csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out \(name).crt"
                + (extensions.map { " -extfile \($0)" } ?? ""))
    }

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: "openssl " + arguments) }
    }
}
