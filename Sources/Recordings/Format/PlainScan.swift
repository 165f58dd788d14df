import Foundation

/// Walks over a line that is as the encoder writes it.
struct PlainScan {
    private var at: UnsafeRawPointer
    private let end: UnsafeRawPointer

    init(_ start: UnsafeRawPointer, count: Int) {
        at = start
        end = start + count
    }

    /// From here to the line's end.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: at, count: end - at) }

    /// Passes over what must stand here.
    @inline(__always)
    mutating func take(_ mark: StaticString) -> Bool {
        guard end - at >= mark.utf8CodeUnitCount, memcmp(at, mark.utf8Start, mark.utf8CodeUnitCount) == 0 else {
            return false
        }
        at += mark.utf8CodeUnitCount
        return true
    }

    /// What stands before the next such byte.
    @inline(__always)
    mutating func text(upTo byte: UInt8) -> UnsafeRawBufferPointer? {
        guard let found = memchr(at, Int32(byte), end - at) else { return nil }
        defer { at = UnsafeRawPointer(found) }
        return UnsafeRawBufferPointer(start: at, count: UnsafeRawPointer(found) - at)
    }

    /// One decimal digit.
    @inline(__always)
    mutating func digit(upTo greatest: UInt8) -> UInt8? {
        guard at < end else { return nil }
        let digit = at.load(as: UInt8.self) &- UInt8(ascii: "0")
        guard digit <= greatest else { return nil }
        at += 1
        return digit
    }
}
