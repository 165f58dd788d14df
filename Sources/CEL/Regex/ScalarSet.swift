/// A set of code points as sorted ranges that do not touch.
struct ScalarSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let maximum: UInt32 = 0x10FFFF
    static let all = ScalarSet([0...maximum])
    static let digit = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let newline = ScalarSet([0x0A...0x0A])

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        self.ranges = result
    }

    init(_ scalar: UInt32) { ranges = [scalar...scalar] }

    var isEmpty: Bool { ranges.isEmpty }

    var inverted: ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.maximum { result.append(next...Self.maximum) }
        return ScalarSet(result)
    }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    func contains(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    /// The set with everything that differs only in case.
    var caseFolded: ScalarSet {
        var added: [ClosedRange<UInt32>] = []
        for range in ranges {
            for entry in CaseFolding.ascii where range.contains(entry.0) { added.append(entry.1...entry.1) }
            guard range.upperBound >= 0x80 else { continue }
            for (scalar, partners) in CaseFolding.table where range.contains(scalar) {
                for partner in partners { added.append(partner...partner) }
            }
        }
        return ScalarSet(ranges + added)
    }
}

/// Code points that differ only in case.
enum CaseFolding {
    /// Letters of ASCII, with the two code points beyond it that fold to them.
    static let ascii: [(UInt32, UInt32)] =
        (UInt32(0x41)...0x5A).flatMap { [($0, $0 + 32), ($0 + 32, $0)] }
        + [(0x4B, 0x212A), (0x6B, 0x212A), (0x53, 0x17F), (0x73, 0x17F)]

    /// Partners of each code point from U+0080 on, made from the simple case mappings.
    static let table: [(UInt32, [UInt32])] = {
        var classes: [UInt32: Set<UInt32>] = [:]
        for value in UInt32(0x41)...0x1E943 {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isCased else { continue }
            for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                guard mapping.unicodeScalars.count == 1, let other = mapping.unicodeScalars.first?.value,
                    other != value
                else { continue }
                let joined = (classes[value] ?? [value]).union(classes[other] ?? [other])
                for member in joined { classes[member] = joined }
            }
        }
        return classes.keys.sorted().map { key in (key, (classes[key] ?? []).filter { $0 != key }.sorted()) }
    }()
}
