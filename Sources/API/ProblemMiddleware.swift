import Hummingbird
import NIOCore
import Views

/// Turns every thrown problem, and every unknown path, into `{code, message, remedy}`.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as ProblemView {
            return .problem(problem)
        } catch let error as HTTPError where error.status == .notFound {
            return .problem(
                ProblemView(
                    code: "not_found", message: "There is no “\(DisplayName.of(request))”.",
                    remedy: "See JSON.md for the paths that there are."))
        } catch is NIOTooManyBytesError {
            return .problem(
                ProblemView(
                    code: "too_large", message: "The request's body has more than \(APIServer.bodyLimit) bytes.",
                    remedy: "Send the JSON object that JSON.md describes."))
        } catch let error as HTTPError {
            return .problem(
                ProblemView(
                    code: "bad_request", message: "The request can't be read: \(error.status.code).",
                    remedy: "See JSON.md for the requests that there are."))
        } catch is CancellationError {
            return .problem(
                ProblemView(
                    code: "stopping", message: "The server is stopping.", remedy: "Ask again when it is back."))
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return .problem(
                ProblemView(
                    code: "internal", message: "The server could not answer: \(error)",
                    remedy: "Look at the server's own log for the cause."))
        }
    }
}
