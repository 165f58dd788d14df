/// Memory that is handed out piece by piece and taken back all at once. What was handed out never moves; it holds plain
/// values only, of which nothing has to be destroyed.
struct MemoryArena {
    /// Room of one piece of the system's; what needs more gets one of its own.
    private static let chunkBytes = 1 << 18
    /// Chunks that are kept for the next use.
    private static let keptChunks = 32

    private var chunks: [UnsafeMutableRawBufferPointer] = []
    private var current = 0
    private var filled = 0

    /// Room for `byteCount` bytes, at a place that is a multiple of 8.
    mutating func allocate(byteCount: Int) -> UnsafeMutableRawPointer? {
        while current < chunks.count {
            let start = (filled + 7) & ~7
            if start + byteCount <= chunks[current].count {
                filled = start + byteCount
                return chunks[current].baseAddress.map { $0 + start }
            }
            current += 1
            filled = 0
        }
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(MemoryArena.chunkBytes, byteCount), alignment: 8)
        chunks.append(chunk)
        current = chunks.count - 1
        filled = byteCount
        return chunk.baseAddress
    }

    /// A copy of some bytes.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.count > 0, let source = bytes.baseAddress, let place = allocate(byteCount: bytes.count) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        place.copyMemory(from: source, byteCount: bytes.count)
        return UnsafeRawBufferPointer(start: place, count: bytes.count)
    }

    /// Takes everything back. Where much was needed once, what is beyond the usual is given back to the system.
    mutating func removeAll() {
        current = 0
        filled = 0
        while chunks.count > MemoryArena.keptChunks { chunks.removeLast().deallocate() }
    }

    /// Gives everything back to the system; the last use.
    mutating func deallocate() {
        for chunk in chunks { chunk.deallocate() }
        chunks.removeAll()
    }
}
