import CZstd
import Foundation
import Telemetry

/// Writes a recording, line by line in bounded memory; compressed with zstd where the name ends in `.zst`.
package final class RecordingWriter {
    private let path: String
    private let handle: FileHandle
    private let encoder: RecordingEncoder
    private var buffer: [UInt8] = []
    private var compressor: OpaquePointer?
    private var lines = 0
    private var newest: Timestamp
    private var isFinished = false
    private var index = RecordingIndex()
    /// Bytes of the file so far.
    private var written = 0
    /// Bytes of the text so far, and those of the open frame.
    private var textBytes = 0
    private var frameBytes = 0
    /// Text after which a frame ends.
    private let frameLimitBytes: Int

    private static let bufferBytes = 1 << 18

    /// - Parameter path: `-` is standard output.
    /// - Throws: `RecordingFailure` where the file can't be made.
    package convenience init(path: String, header: RecordingHeader) throws(RecordingFailure) {
        try self.init(path: path, header: header, frameTextBytes: RecordingIndex.frameTextBytes)
    }

    /// - Parameter frameTextBytes: text after which a frame ends, smaller for tests.
    init(path: String, header: RecordingHeader, frameTextBytes: Int) throws(RecordingFailure) {
        frameLimitBytes = frameTextBytes
        if path == "-" {
            handle = .standardOutput
        } else {
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else {
                throw RecordingFailure(.file, place: path, "The file can't be made. Check the folder and its rights.")
            }
            self.handle = handle
        }
        self.path = path
        newest = header.start
        encoder = RecordingEncoder(start: header.start)
        if path.hasSuffix(".zst") {
            guard let compressor = ZSTD_createCStream() else {
                throw RecordingFailure(.compression, place: path, "There is no memory to compress the recording.")
            }
            self.compressor = compressor
            _ = ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1)
        }
        buffer = RecordingEncoder.line(header)
        buffer.append(0x0A)
        openFrame(at: header.start)
        frameBytes = buffer.count
    }

    deinit {
        if let compressor { ZSTD_freeCStream(compressor) }
    }

    /// Items written so far.
    package var count: Int { lines }

    package func append(_ item: RecordedItem) throws(RecordingFailure) {
        // The end is counted anew: tools drop and add lines.
        if case .end = item.line { return }
        if frameBytes == 0 { openFrame(at: max(newest, item.at)) }
        let before = buffer.count
        encoder.append(item, to: &buffer)
        buffer.append(0x0A)
        frameBytes += buffer.count - before
        lines += 1
        newest = max(newest, item.at)
        if item.line.isEssential { index.frames[index.frames.count - 1].essential = true }
        if compressor != nil, frameBytes >= frameLimitBytes {
            try flush(ZSTD_e_end)
            textBytes += frameBytes
            frameBytes = 0
        } else if buffer.count >= RecordingWriter.bufferBytes {
            try flush(ZSTD_e_continue)
        }
    }

    private func openFrame(at: Timestamp) {
        index.frames.append(
            RecordingIndex.Frame(compressed: written, text: textBytes, lines: lines, at: at, essential: false))
    }

    /// Hands what was written so far to the operating system: for a recorder that may be stopped at any time.
    package func flush() throws(RecordingFailure) {
        try flush(ZSTD_e_flush)
    }

    /// Writes the last line and closes the file.
    ///
    /// - Parameter at: the moment up to which was recorded; by default the last item's.
    package func finish(at: Timestamp? = nil) throws(RecordingFailure) {
        guard !isFinished else { return }
        isFinished = true
        encoder.append(RecordedItem(at: max(newest, at ?? newest), line: .end(lines: lines)), to: &buffer)
        buffer.append(0x0A)
        try flush(ZSTD_e_end)
        if compressor != nil { try write(index.encoded) }
        if path != "-" { try? handle.close() }
    }

    private func flush(_ mode: ZSTD_EndDirective) throws(RecordingFailure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        try write(compressor == nil ? buffer : try compressed(mode))
    }

    private func write(_ bytes: [UInt8]) throws(RecordingFailure) {
        written += bytes.count
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw RecordingFailure(.file, place: path, "Writing stopped: \(error.localizedDescription)")
        }
    }

    private func compressed(_ mode: ZSTD_EndDirective) throws(RecordingFailure) -> [UInt8] {
        guard let compressor else { return buffer }
        var result: [UInt8] = []
        var position = 0
        var piece = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
        while true {
            var remaining = 0
            let (taken, given) = buffer.withUnsafeBytes { source in
                piece.withUnsafeMutableBytes { target in
                    var from = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
                    var to = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    remaining = ZSTD_compressStream2(compressor, &to, &from, mode)
                    return (from.pos, to.pos)
                }
            }
            if ZSTD_isError(remaining) != 0 {
                throw RecordingFailure(
                    .compression, place: path, "Compressing stopped: \(String(cString: ZSTD_getErrorName(remaining))).")
            }
            position = taken
            result.append(contentsOf: piece[..<given])
            if mode == ZSTD_e_continue ? position == buffer.count : remaining == 0 { return result }
        }
    }
}
