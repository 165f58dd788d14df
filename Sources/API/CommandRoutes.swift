import Foundation
import Hummingbird
import Telemetry
import Views

/// `POST`: what an officer orders. Every answer comes after the commit that holds it.
struct CommandRoutes {
    let service: any CommandService

    func add(to group: RouterGroup<BasicRequestContext>) {
        for action in CommandRequest.Action.allCases {
            // The path speaks of answers in the plural: it adds one.
            let name = action == .answer ? "answers" : action.rawValue
            group.post("incidents/:id/\(name)") { request, context in
                try await perform(action, request, id: context.pathPart("id"))
            }
        }
        for action in AlarmCommandRequest.Action.allCases {
            group.post("alarms/\(action.rawValue)") { request, _ in
                let command = try await body(AlarmCommandRequest.self, of: request)
                return try Response.view(try await service.perform(action, command))
            }
        }
        group.post("reports") { request, _ in
            try Response.view(try await service.report(try await body(ReportRequest.self, of: request)))
        }
        for action in PeopleRequest.Action.allCases {
            group.post("roster/people/\(action.rawValue)") { request, _ in
                let command = try await body(PeopleRequest.self, of: request)
                return try Response.view(try await service.perform(action, command))
            }
        }
        group.post("backup") { request, _ in
            let body = try await body(BackupRequest.self, of: request)
            guard body.directory.hasPrefix("/") else {
                throw ProblemView(
                    code: "bad_request",
                    message: "The folder “\(DisplayText.safe(body.directory, limit: 200))” is not an absolute path.",
                    remedy: "Give the whole path, from “/” on: the server may stand elsewhere.")
            }
            return try Response.view(try await service.backup(to: body.directory))
        }
        group.post("reload") { _, _ in try Response.view(try await service.reload()) }
    }

    private func perform(_ action: CommandRequest.Action, _ request: Request, id: String) async throws -> Response {
        let body = try await body(CommandBody.self, of: request)
        let command = CommandRequest(
            action, by: body.by ?? "", reason: body.reason, alarm: body.alarm, key: body.key, order: body.order,
            department: body.department, state: body.state, person: body.person, via: body.via,
            reached: body.reached, text: body.text, figure: body.figure, amount: body.amount, level: body.level,
            other: body.other, alarms: body.alarms)
        return try Response.view(try await service.perform(command, on: id))
    }

    private func body<Body: Decodable>(_ type: Body.Type, of request: Request) async throws -> Body {
        let buffer = try await request.body.collect(upTo: APIServer.bodyLimit)
        do {
            return try JSONDecoder().decode(type, from: Data(buffer: buffer))
        } catch {
            throw ProblemView(
                code: "bad_request", message: "The request's body is not the JSON object that is needed here.",
                remedy: "Send an object such as {\"by\":\"duty-officer\",\"reason\":\"…\"}; see JSON.md.")
        }
    }

    /// The body of a command; the action is the path's.
    private struct CommandBody: Decodable {
        var by: String?
        var reason: String?
        var alarm: String?
        var key: String?
        var order: String?
        var department: String?
        var state: String?
        var person: String?
        var via: String?
        var reached: Bool?
        var text: String?
        var figure: String?
        var amount: Int64?
        var level: Int?
        var other: String?
        var alarms: [String]?
    }

    private struct BackupRequest: Decodable {
        var directory: String
    }
}
