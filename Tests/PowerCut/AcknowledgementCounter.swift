/// Counts the PUBACKs that a process sent on its MQTT connections, from the bytes it sent.
struct AcknowledgementCounter {
    private struct Stream {
        var isMQTT: Bool?
        var buffer: [UInt8] = []
    }

    private var streams: [UInt32: Stream] = [:]
    private(set) var acknowledged: Int64 = 0

    /// - Returns: PUBACKs that these bytes completed.
    @discardableResult
    mutating func take(_ bytes: ArraySlice<UInt8>, socket: UInt32) -> Int64 {
        var stream = streams[socket] ?? Stream()
        defer { streams[socket] = stream }
        if stream.isMQTT == false { return 0 }
        stream.buffer.append(contentsOf: bytes)
        if stream.isMQTT == nil {
            // A client's first packet is CONNECT, and it names its protocol after a length byte or more.
            guard stream.buffer.count >= 8 else { return 0 }
            stream.isMQTT = stream.buffer[0] == 0x10 && stream.buffer.prefix(12).contains(sequence: Array("MQTT".utf8))
            if stream.isMQTT == false {
                stream.buffer = []
                return 0
            }
        }
        var found: Int64 = 0
        var position = 0
        while let end = AcknowledgementCounter.packetEnd(stream.buffer, from: position) {
            if stream.buffer[position] & 0xF0 == 0x40 { found += 1 }
            position = end
        }
        stream.buffer.removeFirst(position)
        acknowledged += found
        return found
    }

    /// End of the packet that begins at `start`; nil where it is not whole yet.
    private static func packetEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var length = 0
        var shift = 0
        var position = start + 1
        while position < bytes.count, shift <= 21 {
            let byte = Int(bytes[position])
            position += 1
            length |= (byte & 0x7F) << shift
            if byte < 0x80 { return position + length <= bytes.count ? position + length : nil }
            shift += 7
        }
        return nil
    }
}

extension Collection where Element: Equatable {
    func contains(sequence: [Element]) -> Bool {
        guard !sequence.isEmpty, count >= sequence.count else { return sequence.isEmpty }
        return indices.contains { self[$0...].starts(with: sequence) }
    }
}
