import Foundation
import Hummingbird
import Telemetry
import Views

/// The forms that an answer can take, and the one that a request asks for.
package enum Representation: Hashable, Sendable {
    case json
    /// One JSON document a line.
    case jsonLines
    /// Server-sent events.
    case eventStream
    /// What people read.
    case text(Language)

    /// `?lang=zh|en` or `Accept: text/plain` ask for text (in the language of `Accept-Language`), everything else gets JSON.
    static func asked(by request: Request, list: Bool) -> Representation {
        if let name = request.uri.queryParameters["lang"], let language = Language(rawValue: String(name)) {
            return .text(language)
        }
        let accept = request.headers[.accept] ?? ""
        if accept.contains("text/event-stream") { return .eventStream }
        if accept.contains("text/plain") {
            let wanted = request.headers[.acceptLanguage] ?? ""
            return .text(wanted.lowercased().hasPrefix("en") ? .english : .chinese)
        }
        return list ? .jsonLines : .json
    }

    var contentType: String {
        switch self {
        case .json: "application/json"
        case .jsonLines: "application/jsonl"
        case .eventStream: "text/event-stream"
        case .text: "text/plain; charset=utf-8"
        }
    }
}

extension Response {
    static func view(_ view: some Encodable) throws -> Response {
        var buffer = ByteBuffer(bytes: try ViewJSON.data(view))
        buffer.writeString("\n")
        return plain(buffer, .json)
    }

    static func views(_ views: [some Encodable]) throws -> Response {
        lines(try views.map { try ViewJSON.line($0) })
    }

    /// - Parameter lines: one JSON document each.
    static func lines(_ lines: [String]) -> Response {
        var buffer = ByteBuffer()
        for line in lines {
            buffer.writeString(line)
            buffer.writeString("\n")
        }
        return plain(buffer, .jsonLines)
    }

    static func text(_ text: String, _ language: Language) -> Response {
        plain(ByteBuffer(string: text), .text(language))
    }

    static func plain(_ buffer: ByteBuffer, _ form: Representation, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: form.contentType], body: ResponseBody(byteBuffer: buffer))
    }

    /// Every failure as `{code, message, remedy}` with the status that fits its code.
    static func problem(_ problem: ProblemView) -> Response {
        let data = (try? ViewJSON.data(problem)) ?? Data(#"{"code":"internal","message":"","remedy":""}"#.utf8)
        var buffer = ByteBuffer(bytes: data)
        buffer.writeString("\n")
        return plain(buffer, .json, status: problem.httpStatus)
    }
}

extension ProblemView {
    /// 404 for what is not there, 400 for a request that no server could carry out, 413 for too much of it, 503 and 507
    /// while this one can't, 500 for faults of its own, and 409 for everything that the state of things refuses.
    package var httpStatus: HTTPResponse.Status {
        switch code {
        case "not_found", "unknown_incident", "unknown_order", "unknown_department", "unknown_station",
            "unknown_person":
            .notFound
        case "bad_request", "person_missing", "reason_missing", "unknown_hazard", "unknown_place", "ambiguous_place",
            "outside_the_city":
            .badRequest
        case "too_large": .contentTooLarge
        case "stopping", "queue_full", "starting": .serviceUnavailable
        case "store_full": HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case "internal", "io", "corrupt": .internalServerError
        default: .conflict
        }
    }
}
