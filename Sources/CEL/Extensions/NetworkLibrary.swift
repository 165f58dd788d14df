/// The network extension: `ip`, `cidr` and what they answer.
enum NetworkLibrary {
    static let ip = ValueType.opaque("net.IP", [])
    static let cidr = ValueType.opaque("net.CIDR", [])

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            name: "ip",
            overloads: [
                Overload([.string], ip), Overload([ip], ip), Overload([cidr], ip, isMember: true),
            ],
            one: { (value) throws(EvaluationError) in
                switch value {
                case .string(let text): return .opaque(AddressValue(address: try address(text)))
                case .opaque(let host):
                    if host is AddressValue { return value }
                    if let network = host as? NetworkValue { return .opaque(AddressValue(address: network.address)) }
                default: break
                }
                throw .noOverload("ip", value)
            }),
        FunctionDeclaration(
            name: "cidr", overloads: [Overload([.string], cidr), Overload([cidr], cidr)],
            one: { (value) throws(EvaluationError) in
                switch value {
                case .string(let text): return .opaque(try network(text))
                case .opaque(let host) where host is NetworkValue: return value
                default: throw .noOverload("cidr", value)
                }
            }),
        parse("isIP") { (text) throws(EvaluationError) in _ = try address(text) },
        parse("isCIDR") { (text) throws(EvaluationError) in _ = try network(text) },
        FunctionDeclaration(
            name: "ip.isCanonical", overloads: [Overload([.string], .bool)],
            one: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noOverload("ip.isCanonical", value) }
                return .bool(CodePoints.equal(try address(text).text, text))
            }),
        property("family", .int) { .int($0.isVersion4 ? 4 : 6) },
        property("isUnspecified", .bool) { .bool($0.isUnspecified) },
        property("isLoopback", .bool) { .bool($0.isLoopback) },
        property("isGlobalUnicast", .bool) { .bool($0.isGlobalUnicast) },
        property("isLinkLocalMulticast", .bool) { .bool($0.isLinkLocalMulticast) },
        property("isLinkLocalUnicast", .bool) { .bool($0.isLinkLocalUnicast) },
        FunctionDeclaration(
            name: "containsIP",
            overloads: [
                Overload([cidr, ip], .bool, isMember: true), Overload([cidr, .string], .bool, isMember: true),
            ],
            two: { (target, other) throws(EvaluationError) in
                guard let network = networkValue(target) else { throw .noOverload("containsIP", target, other) }
                if case .string(let text) = other { return .bool(network.contains(try address(text))) }
                guard let wanted = addressValue(other) else { throw .noOverload("containsIP", target, other) }
                return .bool(network.contains(wanted))
            }),
        FunctionDeclaration(
            name: "containsCIDR",
            overloads: [
                Overload([cidr, cidr], .bool, isMember: true), Overload([cidr, .string], .bool, isMember: true),
            ],
            two: { (target, other) throws(EvaluationError) in
                guard let outer = networkValue(target) else { throw .noOverload("containsCIDR", target, other) }
                var inner = networkValue(other)
                if case .string(let text) = other { inner = try network(text) }
                guard let inner else { throw .noOverload("containsCIDR", target, other) }
                return .bool(outer.prefixLength <= inner.prefixLength && outer.contains(inner.address))
            }),
        FunctionDeclaration(
            name: "masked", overloads: [Overload([cidr], cidr, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard let network = networkValue(value) else { throw .noOverload("masked", value) }
                let address = network.address.masked(network.prefixLength)
                return .opaque(NetworkValue(address: address, prefixLength: network.prefixLength))
            }),
        FunctionDeclaration(
            name: "prefixLength", overloads: [Overload([cidr], .int, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard let network = networkValue(value) else { throw .noOverload("prefixLength", value) }
                return .int(Int64(network.prefixLength))
            }),
    ]

    private static func parse(
        _ name: String, _ body: @escaping @Sendable (String) throws(EvaluationError) -> Void
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.string], .bool)],
            one: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noOverload(name, value) }
                do throws(EvaluationError) { try body(text) } catch { return .bool(false) }
                return .bool(true)
            })
    }

    private static func property(
        _ name: String, _ result: ValueType, _ body: @escaping @Sendable (NetworkAddress) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([ip], result, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard let address = addressValue(value) else { throw .noOverload(name, value) }
                return body(address)
            })
    }

    private static func addressValue(_ value: Value) -> NetworkAddress? {
        if case .opaque(let host) = value { return (host as? AddressValue)?.address }
        return nil
    }

    private static func networkValue(_ value: Value) -> NetworkValue? {
        if case .opaque(let host) = value { return host as? NetworkValue }
        return nil
    }

    private static func address(_ text: String) throws(EvaluationError) -> NetworkAddress {
        if text.utf8.contains(UInt8(ascii: "%")) {
            throw EvaluationError(.conversion, "IP Address with zone value is not allowed")
        }
        guard let address = NetworkAddress(text) else {
            throw EvaluationError(
                .conversion, "IP Address \(Value.string(text)) parse error during conversion from string")
        }
        if address.isMappedVersion4 {
            throw EvaluationError(.conversion, "IPv4-mapped IPv6 address is not allowed")
        }
        return address
    }

    private static func network(_ text: String) throws(EvaluationError) -> NetworkValue {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let failed = EvaluationError(.conversion, "network address parse error during conversion from string")
        guard parts.count == 2 else { throw failed }
        let address = try address(String(parts[0]))
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(Lexer.isDigit),
            digits == "0" || digits.first != "0", let length = Int(digits), length <= address.bitCount
        else { throw failed }
        return NetworkValue(address: address, prefixLength: length)
    }
}
