import Telemetry

/// Who a topic or SenML name speaks of.
struct TopicName: Hashable {
    var district: String
    var domain: String
    var station: String
    var quantity: String

    /// Reads `city/<district>/<domain>/<station>/<quantity>`; any other name is split at its last `:` or `/` into
    /// station and quantity.
    ///
    /// - Returns: nil where a part is empty, not UTF-8, over `nameBytes` long, or has control characters.
    init?(_ bytes: UnsafeRawBufferPointer, nameBytes: Int) {
        if let levels = TopicName.cityLevels(bytes) {
            guard let district = TopicName.text(levels[0], nameBytes),
                let domain = TopicName.text(levels[1], nameBytes),
                let station = TopicName.text(levels[2], nameBytes), let quantity = TopicName.text(levels[3], nameBytes)
            else { return nil }
            self.init(district: district, domain: domain, station: station, quantity: quantity)
            return
        }
        guard let separator = bytes.lastIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }),
            let station = TopicName.text(bytes[..<separator], nameBytes),
            let quantity = TopicName.text(bytes[(separator + 1)...], nameBytes)
        else { return nil }
        self.init(district: "", domain: "", station: station, quantity: quantity)
    }

    private init(district: String, domain: String, station: String, quantity: String) {
        self.district = district
        self.domain = domain
        self.station = station
        self.quantity = quantity
    }

    /// The four levels after `city/`; nil where the topic has another shape.
    static func cityLevels(_ bytes: UnsafeRawBufferPointer) -> [Slice<UnsafeRawBufferPointer>]? {
        guard bytes.starts(with: "city/".utf8) else { return nil }
        let levels = bytes[5...].split(separator: UInt8(ascii: "/"), maxSplits: 4, omittingEmptySubsequences: false)
        return levels.count == 4 ? levels : nil
    }

    /// Length of `city/<district>/<domain>/<station>/`, in bytes; nil where the topic is not a city topic.
    static func stationPrefix(_ topic: UnsafeRawBufferPointer) -> Int? {
        cityLevels(topic).map { $0[3].startIndex }
    }

    static func text(_ bytes: Slice<UnsafeRawBufferPointer>, _ limit: Int) -> String? {
        guard !bytes.isEmpty, bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let isReadable = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        }
        return isReadable ? text : nil
    }
}
