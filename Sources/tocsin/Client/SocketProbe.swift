import API
import Glibc
import Views

/// Whether a server answers on a data folder's socket.
enum SocketProbe {
    case running
    /// No socket, or one that a server left behind that died.
    case notRunning
    case forbidden

    static func path(dataFolder: String) -> String {
        dataFolder + (dataFolder.hasSuffix("/") ? "" : "/") + APIServer.socketName
    }

    static func check(path: String) throws(ProblemView) -> SocketProbe {
        guard path.utf8.count <= APIServer.socketPathLimit else {
            throw ProblemView(
                code: "socket_path_too_long",
                message: "The socket's path “\(path)” has \(path.utf8.count) bytes; Linux allows "
                    + "\(APIServer.socketPathLimit).",
                remedy: "Choose a data folder with a shorter path, or give it relative to the current folder.")
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return .notRunning }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if result == 0 { return .running }
        return errno == EACCES || errno == EPERM ? .forbidden : .notRunning
    }
}
