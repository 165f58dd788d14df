import Foundation
import Hummingbird
import Telemetry
import Views

/// A request's path as it may be shown.
enum DisplayName {
    static func of(_ request: Request) -> String {
        DisplayText.safe(request.uri.path, limit: 200)
    }
}

/// Reads a request's parameters; what does not fit is a problem that names the parameter.
struct RequestReader {
    let request: Request

    func text(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    func integer(_ name: String, range: ClosedRange<Int64>) throws(ProblemView) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let value = Int64(text), range.contains(value) else {
            throw problem(name, "a whole number from \(range.lowerBound) to \(range.upperBound)", text)
        }
        return value
    }

    func boolean(_ name: String) throws(ProblemView) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text {
        case "true", "1", "": return true
        case "false", "0": return false
        default: throw problem(name, "“true” or “false”", text)
        }
    }

    func time(_ name: String) throws(ProblemView) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let time = Timestamp(iso8601: text) else {
            throw problem(name, "an ISO 8601 time with an offset such as 2026-07-01T18:00:00+08:00", text)
        }
        return time
    }

    func limit(_ standard: Int, most: Int64) throws(ProblemView) -> Int {
        Int(try integer("limit", range: 1...most) ?? Int64(standard))
    }

    private func problem(_ name: String, _ wanted: String, _ text: String) -> ProblemView {
        ProblemView(
            code: "bad_request",
            message: "The parameter “\(name)” must be \(wanted), not “\(DisplayText.safe(text, limit: 100))”.",
            remedy: "Correct “\(name)” and ask again.")
    }
}

extension RequestContext {
    /// A part of the path as it was meant: ids may hold any character.
    func pathPart(_ name: String) throws -> String {
        let text = try parameters.require(name)
        guard let decoded = text.removingPercentEncoding else {
            throw ProblemView(
                code: "bad_request",
                message: "The path's part “\(DisplayText.safe(text, limit: 100))” is not percent-encoded UTF-8.",
                remedy: "Encode it and ask again.")
        }
        return decoded
    }
}
