import Telemetry

/// How a person has put an incident together with others, or taken it apart: what can be taken back.
package enum Regrouping: Hashable, Sendable, Codable {
    case merge(into: String)
    case split(off: String)
    case link(with: String)
    case unlink(from: String)
    /// The former parent; nil where there was none.
    case parent(former: String?)

    /// Kept with an incident, the newest; what is older can't be taken back.
    package static let limit = 64

    /// As the log spells it.
    package var word: String {
        switch self {
        case .merge: "merge"
        case .split: "split"
        case .link: "link"
        case .unlink: "unlink"
        case .parent: "parent"
        }
    }

    /// The other incident.
    package var other: String? {
        switch self {
        case .merge(let other), .split(let other), .link(let other), .unlink(let other): other
        case .parent(let former): former
        }
    }

    func encode(into writer: inout ByteWriter) {
        switch self {
        case .merge: writer.write(byte: 1)
        case .split: writer.write(byte: 2)
        case .link: writer.write(byte: 3)
        case .unlink: writer.write(byte: 4)
        case .parent: writer.write(byte: 5)
        }
        writer.write(optional: other)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        let code = try reader.readByte()
        let other = try reader.readOptionalString()
        switch (code, other) {
        case (1, let other?): self = .merge(into: other)
        case (2, let other?): self = .split(off: other)
        case (3, let other?): self = .link(with: other)
        case (4, let other?): self = .unlink(from: other)
        case (5, _): self = .parent(former: other)
        default: throw CodingFault(position: reader.position, what: "has an unknown regrouping \(code)")
        }
    }
}

/// What a merged incident is about: its alarms go where it went.
package struct TakenOver: Hashable, Sendable, Codable {
    /// Whose hazard and place these are, then the incidents by which it came, each merged into the next.
    package var way: [String]
    package var hazard: String
    package var place: String

    func encode(into writer: inout ByteWriter) {
        writer.write(texts: way)
        writer.write(hazard)
        writer.write(place)
    }

    init(way: [String], hazard: String, place: String) {
        self.way = way
        self.hazard = hazard
        self.place = place
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        way = try reader.readTexts()
        hazard = try reader.readString()
        place = try reader.readString()
    }
}

extension ByteWriter {
    mutating func write(texts: [String]) {
        write(texts.count)
        for text in texts { write(text) }
    }
}

extension ByteReader {
    mutating func readTexts() throws(CodingFault) -> [String] {
        try readList { (reader: inout ByteReader) throws(CodingFault) in try reader.readString() }
    }
}
