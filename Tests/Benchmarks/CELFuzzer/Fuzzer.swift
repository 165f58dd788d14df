// Compiled together with the sources of CEL by `run`; not a target of the package.

import Foundation

/// The entry point of libFuzzer: a property that does not hold stops the run with its text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    if let problem = PropertyCheck.violation(bytes) {
        FileHandle.standardError.write(Data("\(String(decoding: bytes, as: UTF8.self)): \(problem)\n".utf8))
        abort()
    }
    return 0
}
