import Crypto
import Delivery
import Foundation

/// Posts a message's JSON, signed, to a department's program.
struct WebhookExecutor: ChannelExecutor {
    let settings: WebhookSettings
    let surroundings: ChannelSurroundings

    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome {
        let secret: String
        do {
            secret = try SecretReader(environment: surroundings.environment).read(settings.secret)
        } catch {
            return .refused(reason: "The channel's secret can't be read. \(error.message)")
        }
        let headers = WebhookRequest.headers(
            key: delivery.report.key, body: delivery.payload, secret: Array(secret.utf8),
            seconds: surroundings.wallTime().wholeSeconds)
        let outcome = await Poster(surroundings: surroundings)
            .post(settings.url, headers: headers, body: delivery.payload, target: settings.target)
        switch outcome {
        case .failure(let failure): return failure
        case .answer(let body, let status): return .handedOver(evidence: PostEvidence.text(status: status, body: body))
        }
    }
}

/// What proves that a receiver took a message.
enum PostEvidence {
    /// `http 200 sha256:0123456789abcdef`: the status and the beginning of the answer's digest.
    static func text(status: Int, body: [UInt8]) -> String {
        let digest = OrderSecret.hex(Array(SHA256.hash(data: Data(body)).prefix(8)))
        return "http \(status) sha256:\(digest)"
    }
}
