import Telemetry

/// A recording of any kind that is read as it stands: this project's format, and what `mosquitto_sub` writes.
package struct RecordingStream {
    /// The first line; nil for a recording of another program.
    package let header: RecordingHeader?
    /// Of another program; asked for every line, which would copy the header.
    private let isForeign: Bool
    private var lines: LineSource
    private let decoder: RecordingDecoder
    /// A foreign recording's first line, which had to be read to know its kind.
    private var first: [UInt8]?
    private var previous = Timestamp.distantPast
    private var hasEnded = false
    /// Messages of which the recorder lost bytes.
    package private(set) var damagedMessages = 0
    /// Items so far.
    package private(set) var count = 0
    private let allowsNoEnd: Bool

    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - moment: what came before it need not be read; where an index helps, most of it is not. Configurations, starts
    ///     and channels that fail are read all the same. What else comes before it is passed on where it was read.
    ///   - allowsNoEnd: a recording that was cut off is read as far as it goes.
    /// - Throws: `RecordingFailure`.
    package init(path: String, from moment: Timestamp? = nil, allowsNoEnd: Bool = false) throws {
        var lines = try LineSource(path: path)
        guard let line = try lines.next() else {
            throw RecordingFailure(.format, place: path, "The recording is empty.")
        }
        do {
            header = try line.withUnsafeBytes { try RecordingDecoder.header($0) }
        } catch let fault as RecordingDecoder.Fault {
            throw RecordingFailure(.format, place: lines.place, fault.reason)
        }
        decoder = RecordingDecoder(start: header?.start ?? Timestamp(nanoseconds: 0))
        isForeign = header == nil
        first = header == nil ? line : nil
        previous = header?.start ?? .distantPast
        if let moment, header != nil, path != "-", let index = RecordingIndex.load(path: path) {
            lines.skip(to: moment, by: index)
        }
        self.lines = lines
        self.allowsNoEnd = allowsNoEnd
    }

    /// Path and line of what was read last.
    package var place: String { lines.place }
    /// The first line after those that an index led past; 2 where it led past none.
    package var firstLineRead: Int { lines.firstAfterJumps }
    /// Line number of what was read last.
    package var lineNumber: Int { lines.number }
    /// Whether the next item can be had without waiting for the file.
    var hasLineAtHand: Bool { hasEnded || lines.hasLineAtHand }

    /// Gives the next item to `body`; a message's bytes live until it returns.
    ///
    /// - Returns: what `body` returns; nil at the end.
    /// - Throws: `RecordingFailure`; what `body` throws.
    package mutating func next<Result>(
        _ body: (Timestamp, RecordingDecoder.View) throws -> Result
    ) throws -> Result? {
        if hasEnded { return nil }
        if isForeign {
            guard let item = try nextForeign() else { return nil }
            return try RecordingStream.view(of: item) { try body(item.at, $0) }
        }
        var ended = false
        var counted = 0
        var reached = previous
        let decoder = decoder
        let previous = previous
        var fault: RecordingFailure?
        let result = try lines.next { line -> Result? in
            do {
                let (at, view) = try decoder.decode(line)
                if let at {
                    guard at >= previous else {
                        fault = RecordingFailure(.order, place: "", RecordingStream.disorder)
                        return nil
                    }
                    reached = at
                }
                if case .other(.end(let lines)) = view {
                    ended = true
                    counted = lines
                }
                return try body(reached, view)
            } catch let found as RecordingDecoder.Fault {
                fault = RecordingFailure(.format, place: "", found.reason)
                return nil
            }
        }
        if let fault { throw failure(fault.code, fault.message) }
        self.previous = reached
        guard let result, let value = result else { return try cutOff() }
        count += 1
        if ended { try end(counting: counted) }
        return value
    }

    /// The next item as a value of its own.
    package mutating func next() throws -> RecordedItem? {
        if hasEnded { return nil }
        if isForeign { return try nextForeign() }
        guard let line = try lines.next() else { return try cutOff() }
        let item: RecordedItem
        do {
            item = try line.withUnsafeBytes { try decoder.item($0, previous: previous) }
        } catch let fault as RecordingDecoder.Fault {
            throw failure(.format, fault.reason)
        }
        guard item.at >= previous else { throw failure(.order, RecordingStream.disorder) }
        previous = item.at
        count += 1
        if case .end(let lines) = item.line { try end(counting: lines) }
        if case .message(let message) = item.line, message.isDamaged { damagedMessages += 1 }
        return item
    }

    private static let disorder = "The line's time is before that of the line above it. Sort the recording."

    /// What is wrong with the line read last, with its place.
    private func failure(_ code: RecordingFailure.Code, _ reason: String) -> RecordingFailure {
        RecordingFailure(code, place: lines.place, "\(reason) The line begins at byte \(lines.offset).")
    }

    private mutating func cutOff<Result>() throws -> Result? {
        hasEnded = true
        if allowsNoEnd { return nil }
        throw failure(
            .truncated, "The recording is cut off here: its last line, which counts the others, is missing.")
    }

    /// The last line was read. Lines may have been added, such as expectations; none may be missing, and none follow.
    private mutating func end(counting counted: Int) throws {
        hasEnded = true
        // Lines that an index led past count too: the header and the last are none of them.
        let found = lines.number - lines.emptyLines - 2
        guard found >= counted else {
            throw failure(
                .format, "The recording's last line counts \(counted) lines; there are \(found): some are missing.")
        }
        guard try lines.next() == nil else {
            throw failure(
                .format, "Something follows the recording's last line. Join recordings with tocsin drill merge.")
        }
    }

    private mutating func nextForeign() throws -> RecordedItem? {
        let line: [UInt8]
        if let first {
            line = first
            self.first = nil
        } else {
            guard let next = try lines.next() else {
                hasEnded = true
                return nil
            }
            line = next
        }
        do {
            let item = try line.withUnsafeBytes { try MosquittoLine.parse($0) }
            count += 1
            if case .message(let message) = item.line, message.isDamaged { damagedMessages += 1 }
            return item
        } catch let fault as RecordingDecoder.Fault {
            throw failure(.format, fault.reason)
        }
    }

    private static func view<Result>(
        of item: RecordedItem, _ body: (RecordingDecoder.View) throws -> Result
    ) throws -> Result {
        guard case .message(let message) = item.line else { return try body(.other(item.line)) }
        return try message.topic.withUnsafeBytes { topic in
            try message.payload.withUnsafeBytes { payload in
                try body(.message(topic: topic, payload: payload, qos: message.qos, retained: message.retained))
            }
        }
    }
}
