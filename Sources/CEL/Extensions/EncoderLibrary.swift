/// The encoders extension: Base64 of RFC 4648.
enum EncoderLibrary {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            name: "base64.encode", overloads: [Overload([.bytes], .string)],
            one: { (value) throws(EvaluationError) in
                guard case .bytes(let octets) = value else { throw .noOverload("base64.encode", value) }
                return .string(encode(octets))
            }),
        FunctionDeclaration(
            name: "base64.decode", overloads: [Overload([.string], .bytes)],
            one: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noOverload("base64.decode", value) }
                guard let octets = decode(text) else { throw EvaluationError(.conversion, "illegal base64 data") }
                return .bytes(octets)
            }),
    ]

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8: UInt32] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, UInt32($0.offset)) })

    private static func encode(_ octets: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: octets.count, by: 3) {
            let group = octets[start..<min(start + 3, octets.count)]
            var bits: UInt32 = 0
            for index in 0..<3 { bits = bits << 8 | UInt32(start + index < octets.count ? octets[start + index] : 0) }
            for index in 0..<4 {
                let letter = alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)]
                result.append(index <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// With or without padding, as cel-go.
    private static func decode(_ text: String) -> [UInt8]? {
        var letters = Array(text.utf8).filter { $0 != 0x0A && $0 != 0x0D }
        let padded = letters.last == UInt8(ascii: "=")
        if padded {
            guard letters.count % 4 == 0 else { return nil }
            letters.removeLast()
            if letters.last == UInt8(ascii: "=") { letters.removeLast() }
        }
        guard letters.count % 4 != 1 else { return nil }
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for letter in letters {
            guard let value = values[letter] else { return nil }
            bits = (bits << 6 | value) & 0xFFFFFF
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return result
    }
}
