import Delivery
import Foundation
import Glibc

/// Asks the system for a name's addresses. The question blocks for as long as the resolver likes, so it has a thread of its
/// own; whoever waits for the answer bounds the wait.
package struct AddressResolver: Sendable {
    /// Every address of a host, in the system's order; empty where there is none.
    package var addresses: @Sendable (String) async -> [NetworkAddress]

    package init(addresses: @escaping @Sendable (String) async -> [NetworkAddress]) {
        self.addresses = addresses
    }

    package static let system = AddressResolver { host in
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: lookUp(host)) }
            thread.name = "tocsin.resolve"
            thread.start()
        }
    }

    private static func lookUp(_ host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var entry = list
        while let info = entry?.pointee {
            if let address = info.ai_addr.flatMap({ address(of: $0) }), !found.contains(address) {
                found.append(address)
            }
            entry = info.ai_next
        }
        return found
    }

    private static func address(of pointer: UnsafeMutablePointer<sockaddr>) -> NetworkAddress? {
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let address = raw.load(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: address) { NetworkAddress(bytes: Array($0)) }
        case AF_INET6:
            let address = raw.load(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: address) { NetworkAddress(bytes: Array($0)) }
        default: return nil
        }
    }
}
