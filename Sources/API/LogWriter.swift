import Hummingbird
import Telemetry
import Views

/// Writes log entries in the form that was asked for: ranges from the store, and what is committed from now on.
struct LogWriter: Sendable {
    let service: any CommandService
    let form: Representation
    let names: NameBook

    /// - Returns: number of the next entry, which does not stand in the log yet.
    func write(from first: Int64, limit: Int64, into output: inout any ResponseBodyWriter) async throws -> Int64 {
        var next = first
        var rest = limit
        while rest > 0 {
            let service = service
            let start = next
            let count = Int(min(rest, Int64(LogRoutes.pageSize)))
            let page = try await APIServer.query { try service.log(from: start, limit: count) }
            guard let last = page.last else { break }
            var buffer = ByteBuffer()
            for entry in page { append(entry, to: &buffer) }
            try await output.write(buffer)
            next = last.number + 1
            rest -= Int64(page.count)
            if page.count < count { break }
        }
        return next
    }

    /// Never ends by itself: until the server stops, the client goes, or is too slow and is told so.
    func follow(from first: Int64, into output: inout any ResponseBodyWriter) async throws {
        // Subscribe before reading the past, so that nothing falls between the two.
        let updates = service.follow(bufferLimit: LogRoutes.followerBufferLimit)
        var next = try await write(from: first, limit: Int64.max, into: &output)
        // An empty write sends the head of the answer, so that the client knows that it is connected.
        try await output.write(ByteBuffer())
        for await update in updates {
            var buffer = ByteBuffer()
            switch update {
            case .entry(let entry):
                guard entry.number >= next else { continue }
                append(entry, to: &buffer)
                next = entry.number + 1
                try await output.write(buffer)
            case .missed(let count):
                appendNotice(missed: count, next: next, to: &buffer)
                try await output.write(buffer)
                return
            }
        }
    }

    private func append(_ entry: LogEntryView, to buffer: inout ByteBuffer) {
        switch form {
        case .json, .jsonLines:
            buffer.writeBytes(entry.line)
            buffer.writeString("\n")
        case .eventStream:
            buffer.writeString("id: \(entry.number)\ndata: ")
            buffer.writeBytes(entry.line)
            buffer.writeString("\n\n")
        case .text(let language):
            buffer.writeString(LogLine.render(entry, names: names, language: language) + "\n")
        }
    }

    /// The last thing that a slow client gets; with `next` it can ask again without a gap.
    private func appendNotice(missed: Int, next: Int64, to buffer: inout ByteBuffer) {
        let notice = #"{"notice":"dropped","missed":\#(missed),"next":\#(next)}"#
        switch form {
        case .json, .jsonLines: buffer.writeString(notice + "\n")
        case .eventStream: buffer.writeString("event: notice\ndata: \(notice)\n\n")
        case .text(.chinese): buffer.writeString("—— 接收过慢，未送出 \(missed) 条；请从第 \(next) 条重新读取。\n")
        case .text(.english): buffer.writeString("—— Too slow: \(missed) entries not sent; read again from \(next).\n")
        }
    }
}
