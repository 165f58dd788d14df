import Crypto

/// A SHA-256 digest: 32 bytes, held as four words so that it needs no allocation.
package struct LogHash: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 32
    /// Stands before the first entry of every log.
    package static let zero = LogHash(words: (0, 0, 0, 0))

    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == LogHash.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        self.init(words: words)
    }

    /// - Returns: nil unless the text is 64 hexadecimal digits.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 2 * LogHash.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = LogHash.digit(digits[index]), let low = LogHash.digit(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(LogHash.byteCount)
        for word in [word0, word1, word2, word3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return result
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    package var description: String { hex }

    /// SHA-256 of the bytes.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> LogHash {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return LogHash(digest: hasher.finalize())
    }

    /// SHA-256 of the bytes.
    package static func of(_ bytes: [UInt8]) -> LogHash {
        bytes.withUnsafeBytes { of($0) }
    }

    /// SHA-256(previous ‖ line): the step of every chain here.
    package static func chained(_ previous: LogHash, _ line: UnsafeRawBufferPointer) -> LogHash {
        var hasher = SHA256()
        var words = (
            previous.word0.bigEndian, previous.word1.bigEndian, previous.word2.bigEndian, previous.word3.bigEndian
        )
        withUnsafeBytes(of: &words) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: line)
        return LogHash(digest: hasher.finalize())
    }

    private init(digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { raw in
            func word(_ index: Int) -> UInt64 {
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return LogHash(words: (word(0), word(1), word(2), word(3)))
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
