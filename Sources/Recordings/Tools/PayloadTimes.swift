import Telemetry

/// Moves the times that a payload says itself: `t` of a reading or event, `bt` and `t` of a SenML pack. A device's clock
/// moves with the recording; SenML times below 2²⁸ are relative and stay.
enum PayloadTimes {
    /// - Returns: nil where the payload says no time that this knows.
    static func moved(_ payload: [UInt8], _ move: (Timestamp) -> Timestamp) -> [UInt8]? {
        payload.withUnsafeBytes { bytes -> [UInt8]? in
            guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
            var edits: [(range: Range<Int>, text: [UInt8])] = []
            if first == UInt8(ascii: "{") {
                gather(bytes, names: ["t"], move, &edits)
            } else if first == UInt8(ascii: "[") {
                for object in objects(of: bytes) {
                    gather(
                        UnsafeRawBufferPointer(rebasing: bytes[object]), names: ["bt", "t"], move, &edits,
                        object.lowerBound)
                }
            }
            guard !edits.isEmpty else { return nil }
            var result: [UInt8] = []
            var position = 0
            for edit in edits {
                result += bytes[position..<edit.range.lowerBound]
                result += edit.text
                position = edit.range.upperBound
            }
            result += bytes[position...]
            return result
        }
    }

    private static func gather(
        _ object: UnsafeRawBufferPointer, names: [String], _ move: (Timestamp) -> Timestamp,
        _ edits: inout [(range: Range<Int>, text: [UInt8])], _ base: Int = 0
    ) {
        for member in JSONText.members(of: object) ?? [] where names.contains(member.name) {
            guard let text = moved(member.value, move) else { continue }
            edits.append((base + member.value.startIndex..<base + member.value.endIndex, text))
        }
    }

    private static func moved(_ value: Slice<UnsafeRawBufferPointer>, _ move: (Timestamp) -> Timestamp) -> [UInt8]? {
        if let text = JSONText.string(value) {
            guard let time = text.withUnsafeBytes({ Timestamp(iso8601: $0) }) else { return nil }
            return Array("\"\(move(time).iso8601)\"".utf8)
        }
        guard let time = Timestamp(unixSeconds: UnsafeRawBufferPointer(rebasing: value)),
            time.nanoseconds >= 268_435_456 * 1_000_000_000
        else { return nil }
        var result: [UInt8] = []
        RecordingEncoder.appendSeconds(move(time).nanoseconds, to: &result)
        while result.last == UInt8(ascii: "0") { result.removeLast() }
        if result.last == UInt8(ascii: ".") { result.removeLast() }
        return result
    }

    /// Ranges of the objects in an array.
    private static func objects(of text: UnsafeRawBufferPointer) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var depth = 0
        var start = 0
        var isInText = false
        var position = 0
        while position < text.count {
            let byte = text[position]
            if isInText {
                if byte == UInt8(ascii: "\\") { position += 1 }
                if byte == UInt8(ascii: "\"") { isInText = false }
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: "{") {
                if depth == 0 { start = position }
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { result.append(start..<position + 1) }
            }
            position += 1
        }
        return result
    }
}

extension RecordedMessage {
    /// The payload with the times that it says itself moved; nil where it says none that is known.
    package func payload(moving move: (Timestamp) -> Timestamp) -> [UInt8]? {
        PayloadTimes.moved(payload, move)
    }
}
