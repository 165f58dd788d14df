import API
import Foundation
import Telemetry
import Views

/// Where answers come from: a running server, or its folder where none runs.
enum Access {
    case server(SocketClient)
    case folder(any QuerySource)

    /// Asks the server where one runs; else opens the folder, and says so.
    static func open(_ options: GlobalOptions) async throws -> Access {
        let path = SocketProbe.path(dataFolder: options.dataFolder)
        switch try SocketProbe.check(path: path) {
        case .running: return .server(SocketClient(socketPath: path))
        case .forbidden: throw forbidden(path)
        case .notRunning:
            let source = try LocalFolder.open(options)
            let folder = options.dataFolder
            Output.note(
                options.language == .chinese
                    ? "tocsin：“\(folder)”上没有运行中的服务，直接读取该目录。"
                    : "tocsin: no server runs on “\(folder)”; reading the folder itself.")
            return .folder(source)
        }
    }

    /// For commands that change something.
    static func server(_ options: GlobalOptions) throws -> SocketClient {
        let path = SocketProbe.path(dataFolder: options.dataFolder)
        switch try SocketProbe.check(path: path) {
        case .running: return SocketClient(socketPath: path)
        case .forbidden: throw forbidden(path)
        case .notRunning:
            throw CommandFailure(
                ProblemView(
                    code: "no_server",
                    message: Bilingual(
                        chinese: "没有运行中的服务；只有服务才能接受指令。",
                        english: "No server runs there, and only a server takes orders."),
                    remedy: Bilingual(
                        chinese: "启动“tocsin serve --data \(options.dataFolder)”，或用 --data 指明它的数据目录。",
                        english: "Start “tocsin serve --data \(options.dataFolder)”, or name its folder with --data.")),
                place: path)
        }
    }

    private static func forbidden(_ path: String) -> CommandFailure {
        CommandFailure(
            ProblemView(
                code: "forbidden",
                message: Bilingual(chinese: "无权使用该套接字。", english: "You may not use the socket."),
                remedy: Bilingual(
                    chinese: "以运行服务的用户身份执行（例如 sudo -u tocsin）。",
                    english: "Run the command as the server's user, for example with “sudo -u tocsin”.")),
            place: path)
    }

    func close() async {
        switch self {
        case .server(let client): await client.shutdown()
        case .folder: break
        }
    }

    // MARK: Questions

    func names() async throws -> NameBook {
        switch self {
        case .server(let client): try await client.get(NameBook.self, "names")
        case .folder(let source): try source.names()
        }
    }

    func status() async throws -> StatusView {
        switch self {
        case .server(let client): try await client.get(StatusView.self, "status")
        case .folder(let source): try source.status()
        }
    }

    func incidents(_ query: IncidentQuery) async throws -> [IncidentView] {
        switch self {
        case .server(let client):
            var items = [URLQueryItem(name: "limit", value: String(query.limit))]
            if let open = query.open { items.append(URLQueryItem(name: "open", value: String(open))) }
            return try await client.list(IncidentView.self, "incidents", query: items)
        case .folder(let source): return try source.incidents(query)
        }
    }

    func incident(_ id: String) async throws -> IncidentView {
        switch self {
        case .server(let client): return try await client.get(IncidentView.self, "incidents/" + SocketClient.part(id))
        case .folder(let source):
            guard let incident = try source.incident(id) else { throw ProblemView.unknownIncident(id) }
            return incident
        }
    }

    func stations() async throws -> [StationView] {
        switch self {
        case .server(let client): try await client.list(StationView.self, "stations")
        case .folder(let source): try source.stations()
        }
    }

    func readings(_ query: ReadingQuery) async throws -> [ReadingView] {
        switch self {
        case .server(let client):
            var items = [URLQueryItem(name: "limit", value: String(query.limit))]
            if let quantity = query.quantity { items.append(URLQueryItem(name: "quantity", value: quantity)) }
            if let from = query.from { items.append(URLQueryItem(name: "from", value: from.iso8601)) }
            if let through = query.through { items.append(URLQueryItem(name: "through", value: through.iso8601)) }
            return try await client.list(ReadingView.self, "readings/" + SocketClient.part(query.station), query: items)
        case .folder(let source): return try source.readings(query)
        }
    }

    func quarantine(limit: Int) async throws -> [QuarantineView] {
        switch self {
        case .server(let client):
            try await client.list(
                QuarantineView.self, "quarantine", query: [URLQueryItem(name: "limit", value: String(limit))])
        case .folder(let source): try source.quarantine(limit: limit)
        }
    }

    func verify(head: VerificationView.Head?) async throws -> VerificationView {
        switch self {
        case .server(let client):
            let query = head.map {
                [URLQueryItem(name: "entries", value: String($0.entries)), URLQueryItem(name: "hash", value: $0.hash)]
            }
            return try await client.get(VerificationView.self, "log/verify", query: query ?? [])
        case .folder(let source): return try source.verify(head: head)
        }
    }

    /// Hands over entries in order.
    ///
    /// - Parameter body: returns false to stop.
    func log(from first: Int64, limit: Int64 = .max, _ body: (LogEntryView) async throws -> Bool) async throws {
        switch self {
        case .server(let client):
            var items = [URLQueryItem(name: "from", value: String(first))]
            if limit != .max { items.append(URLQueryItem(name: "limit", value: String(limit))) }
            var number = first
            try await client.lines("log", query: items) { line in
                defer { number += 1 }
                return try await body(LogEntryView(number: number, line: line))
            }
        case .folder(let source):
            var next = first
            var rest = limit
            while rest > 0 {
                let page = try source.log(from: next, limit: Int(min(rest, 1_000)))
                guard let last = page.last else { return }
                for entry in page where try await !body(entry) { return }
                next = last.number + 1
                rest -= Int64(page.count)
            }
        }
    }
}
