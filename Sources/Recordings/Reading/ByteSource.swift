import CZstd
import Foundation

/// Bytes of a file in pieces, decompressed where it is compressed with zstd: known by its first bytes, not by its name.
final class ByteSource {
    let path: String
    private let handle: FileHandle
    private var decompressor: Decompressor?
    private var isFirst = true

    private static let chunkBytes = 1 << 20
    private static let zstdMark: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    init(path: String) throws(RecordingFailure) {
        guard let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
            throw RecordingFailure(.file, place: path, "The recording can't be opened. Check its name and rights.")
        }
        self.path = path
        self.handle = handle
    }

    /// Appends the next piece; returns false at the end.
    func read(into buffer: inout [UInt8]) throws(RecordingFailure) -> Bool {
        if let decompressor { return try decompressor.read(from: self, into: &buffer) }
        let start = buffer.count
        guard try rawChunk(into: &buffer) else { return false }
        if isFirst {
            isFirst = false
            if buffer[start...].starts(with: ByteSource.zstdMark) {
                let decompressor = try Decompressor(path: path, first: Array(buffer[start...]))
                self.decompressor = decompressor
                buffer.removeLast(buffer.count - start)
                return try decompressor.read(from: self, into: &buffer)
            }
        }
        return true
    }

    /// Goes on at a frame of a compressed file.
    func jump(to frame: Int) throws(RecordingFailure) {
        do {
            try handle.seek(toOffset: UInt64(frame))
        } catch {
            throw RecordingFailure(.file, place: path, "Reading stopped: \(error.localizedDescription)")
        }
        decompressor = nil
        isFirst = true
    }

    /// Appends what the file gives next, as it stands; returns false at the end.
    fileprivate func rawChunk(into buffer: inout [UInt8]) throws(RecordingFailure) -> Bool {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: ByteSource.chunkBytes))
        var count = 0
        var reason: Int32 = 0
        repeat {
            count = buffer.withUnsafeMutableBytes { bytes in
                Foundation.read(handle.fileDescriptor, bytes.baseAddress.map { $0 + start }, ByteSource.chunkBytes)
            }
            reason = count < 0 ? errno : 0
        } while reason == EINTR
        buffer.removeLast(ByteSource.chunkBytes - max(0, count))
        guard reason == 0 else {
            throw RecordingFailure(.file, place: path, "Reading stopped: \(String(cString: strerror(reason))).")
        }
        return count > 0
    }
}

/// A stream of zstd frames. Memory stays small whatever it holds; one that grows out of all proportion is no recording.
private final class Decompressor {
    private let path: String
    private let stream: OpaquePointer
    private var input: [UInt8]
    private var position = 0
    private var consumed: UInt64 = 0
    private var produced: UInt64 = 0
    private var isFrameOpen = true
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: outputBytes, alignment: 16)

    /// Window of at most 128 MB.
    private static let windowLog: Int32 = 27
    private static let outputBytes = 1 << 17
    /// More than so many bytes out of one byte in, over a gibibyte: JSON lines shrink by ten to a hundred.
    private static let bombFactor: UInt64 = 2_000
    private static let bombBytes: UInt64 = 1 << 30

    init(path: String, first: [UInt8]) throws(RecordingFailure) {
        guard let stream = ZSTD_createDStream() else {
            throw RecordingFailure(.compression, place: path, "There is no memory to decompress the recording.")
        }
        self.path = path
        self.stream = stream
        input = first
        _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Decompressor.windowLog)
    }

    deinit {
        output.deallocate()
        ZSTD_freeDStream(stream)
    }

    func read(from source: ByteSource, into buffer: inout [UInt8]) throws(RecordingFailure) -> Bool {
        let before = buffer.count
        while buffer.count == before {
            if position == input.count {
                input.removeAll(keepingCapacity: true)
                position = 0
                guard try source.rawChunk(into: &input) else {
                    if isFrameOpen {
                        throw RecordingFailure(
                            .truncated, place: path, "The compressed recording is cut off after \(produced) bytes.")
                    }
                    return false
                }
            }
            try step(into: &buffer)
        }
        return true
    }

    private func step(into buffer: inout [UInt8]) throws(RecordingFailure) {
        var status = 0
        let (taken, given) = input.withUnsafeBytes { source in
            var from = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
            var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
            status = ZSTD_decompressStream(stream, &to, &from)
            return (from.pos - position, to.pos)
        }
        buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: output[..<given]))
        if ZSTD_isError(status) != 0 {
            throw RecordingFailure(
                .compression, place: path,
                "The compressed recording is damaged after \(produced) bytes: \(String(cString: ZSTD_getErrorName(status)))."
            )
        }
        position += taken
        consumed += UInt64(taken)
        produced += UInt64(given)
        isFrameOpen = status != 0
        if produced > Decompressor.bombBytes, produced / Decompressor.bombFactor > consumed {
            throw RecordingFailure(
                .compression, place: path,
                "\(consumed) compressed bytes have become \(produced): this is no recording of anything that happened.")
        }
    }
}
