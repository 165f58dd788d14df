/// A line of `mosquitto_sub -F '%U\\t%t\\t%q\\t%r\\t%x'`, which loses nothing: Unix time, topic, QoS, retain, payload in hex.
///
/// Columns are counted from both ends: a topic may hold a tab.
package struct MosquittoColumns {
    package var arrival: Timestamp
    /// Lives as long as the line.
    package var topic: UnsafeRawBufferPointer
    /// 0, 1 or 2.
    package var qos: UInt8
    package var retained: Bool
    /// The payload as hexadecimal digits; lives as long as the line.
    private var digits: UnsafeRawBufferPointer

    /// Why a line can't be read.
    package struct Fault: Error {
        /// Full sentences.
        package var reason: String
    }

    /// - Parameter line: without its line end.
    package init(_ line: UnsafeRawBufferPointer) throws(Fault) {
        let tab = UInt8(ascii: "\t")
        guard let first = line.firstIndex(of: tab), let last = line.lastIndex(of: tab),
            let third = line[..<last].lastIndex(of: tab), let second = line[..<third].lastIndex(of: tab), second > first
        else {
            throw Fault(
                reason: "The line is neither JSON nor five columns; record with mosquitto_sub -F '%J' or "
                    + "-F '%U\\t%t\\t%q\\t%r\\t%x', or bring in other formats with tocsin drill import.")
        }
        guard let arrival = Timestamp(unixSeconds: UnsafeRawBufferPointer(rebasing: line[..<first])) else {
            throw Fault(reason: "The first column is not a time in Unix seconds.")
        }
        guard let qos = MosquittoColumns.digit(line[(second + 1)..<third], 2),
            let retain = MosquittoColumns.digit(line[(third + 1)..<last], 1)
        else { throw Fault(reason: "The line's third column must be 0, 1 or 2 and its fourth 0 or 1.") }
        digits = UnsafeRawBufferPointer(rebasing: line[(last + 1)...])
        guard digits.count % 2 == 0, digits.allSatisfy({ MosquittoColumns.nibble($0) != nil }) else {
            throw Fault(reason: "The last column is not a payload in hexadecimal digits.")
        }
        self.arrival = arrival
        self.qos = qos
        topic = UnsafeRawBufferPointer(rebasing: line[(first + 1)..<second])
        retained = retain == 1
    }

    /// Length of the payload in bytes.
    package var payloadCount: Int { digits.count / 2 }

    /// Writes the payload.
    ///
    /// - Parameter target: `payloadCount` bytes or more.
    package func copyPayload(into target: UnsafeMutableRawBufferPointer) {
        for index in 0..<payloadCount {
            let high = MosquittoColumns.nibble(digits[index * 2]) ?? 0
            target[index] = high << 4 | (MosquittoColumns.nibble(digits[index * 2 + 1]) ?? 0)
        }
    }

    private static func digit(_ column: Slice<UnsafeRawBufferPointer>, _ highest: UInt8) -> UInt8? {
        guard column.count == 1, let byte = column.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "0") + highest
        else { return nil }
        return byte - UInt8(ascii: "0")
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case _: nil
        }
    }
}
