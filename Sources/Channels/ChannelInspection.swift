import Delivery
import Foundation

/// Looks at what a channel needs, without sending anything.
package struct ChannelInspection: Sendable {
    private let surroundings: ChannelSurroundings

    package init(_ surroundings: ChannelSurroundings) {
        self.surroundings = surroundings
    }

    package enum Finding: Hashable, Sendable {
        /// Everything that can be seen from here is there.
        case good
        /// Nothing is executed: the broker's own, or a telephone.
        case nothingToSee
        /// Why, as a sentence.
        case secretUnreadable(String)
        /// Path of what can't be executed.
        case programMissing(String)
        /// Why the secret holds no URL, as a sentence.
        case urlWrong(String)
        case unresolved(host: String)
        case addressRefused(host: String, address: String, why: String)
    }

    package func finding(_ channel: ConfiguredChannel) async -> Finding {
        switch channel.settings {
        case .mqtt, .telephone: return .nothingToSee
        case .email(let mail): return program(mail.program)
        case .hook(let hook): return program(hook.program)
        case .webhook(let webhook):
            if let fault = secretFault(webhook.secret) { return fault }
            return await address(of: webhook.url, webhook.target)
        case .robot(let robot):
            if let fault = secretFault(robot.url) ?? robot.secret.flatMap(secretFault) { return fault }
            do {
                let text = try SecretReader(environment: surroundings.environment).read(robot.url)
                return await address(of: try PostURL(text), robot.target)
            } catch let fault as PostURL.Fault {
                return .urlWrong("\(fault.message) \(fault.remedy)")
            } catch {
                return .secretUnreadable("\(robot.url)")
            }
        }
    }

    private func program(_ path: String) -> Finding {
        FileManager.default.isExecutableFile(atPath: path) ? .good : .programMissing(path)
    }

    private func secretFault(_ source: SecretSource) -> Finding? {
        do {
            _ = try SecretReader(environment: surroundings.environment).read(source)
            return nil
        } catch {
            return .secretUnreadable(error.message)
        }
    }

    private func address(of url: PostURL, _ target: PostTarget) async -> Finding {
        let literal = NetworkAddress(text: url.host)
        let addresses = if let literal { [literal] } else { await surroundings.resolver.addresses(url.host) }
        if addresses.isEmpty { return .unresolved(host: url.host) }
        for address in addresses {
            if let refusal = AddressGuard.refusal(of: address, allowed: target.allowedAddresses) {
                return .addressRefused(host: url.host, address: "\(address)", why: refusal.rawValue)
            }
            if !url.isSecure, !AddressGuard.isListed(address, allowed: target.allowedAddresses) {
                return .addressRefused(host: url.host, address: "\(address)", why: "http")
            }
        }
        return .good
    }
}
