// Compiled together with the sources of CEL by `run`; not a target of the package.

/// The entry point of libFuzzer: a property that does not hold stops the run with its text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    if let problem = PropertyCheck.violation(bytes) {
        preconditionFailure("\(String(decoding: bytes, as: UTF8.self)): \(problem)")
    }
    return 0
}
