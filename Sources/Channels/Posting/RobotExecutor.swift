import Delivery
import Foundation

/// Lets a robot write into a group of people.
struct RobotExecutor: ChannelExecutor {
    let settings: RobotSettings
    let surroundings: ChannelSurroundings

    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome {
        let reader = SecretReader(environment: surroundings.environment)
        let url: PostURL
        let secret: String?
        do {
            url = try PostURL(try reader.read(settings.url))
            secret = try settings.secret.map { source throws(SecretReader.Fault) in try reader.read(source) }
        } catch let fault as SecretReader.Fault {
            return .refused(reason: "A secret of the channel can't be read. \(fault.message)")
        } catch let fault as PostURL.Fault {
            return .refused(reason: "\(settings.url) holds no URL that can be posted to. \(fault.message)")
        } catch {
            return .refused(reason: "The channel's settings can't be read.")
        }
        let request = RobotRequest(
            settings, values: values, secret: secret,
            milliseconds: surroundings.wallTime().nanoseconds / 1_000_000)
        let headers = [
            (name: "Content-Type", value: "application/json; charset=utf-8")
        ]
        let outcome = await Poster(surroundings: surroundings)
            .post(url, query: request.query, headers: headers, body: request.body, target: settings.target)
        switch outcome {
        case .failure(let failure): return failure
        case .answer(let body, let status):
            if let refusal = RobotRequest.refusal(settings.style, answer: body) { return .again(reason: refusal) }
            return .handedOver(evidence: PostEvidence.text(status: status, body: body))
        }
    }
}
