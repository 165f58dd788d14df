import Operations
import Store
import Telemetry

/// Tells committed messages that the broker sends again from new ones, also where the device gives no time.
///
/// A PUBACK that is lost with its connection, or with the process, makes the broker send the message again on the next
/// connection, under its old packet identifier (MQTT 5, 4.4), before anything new. So only the first messages of a
/// connection to a kept session can be repeats; each is one if a committed message of the last 32,768 had its identifier,
/// its topic and its payload. The first that is none ends the search.
///
/// That holds for brokers that number their messages one after the other, as mosquitto does: a new message then can't have
/// the identifier of a recent one. One that uses a freed identifier again could have, so identifiers that do not grow end the
/// trust: nothing is taken for a repeat until 64 have grown again. A broker that was killed outright may go back to older
/// numbers once; that time is stated as an intake gap.
package struct RedeliveryWindow {
    /// Messages that may wait for their PUBACK to arrive: half of all identifiers, so that a new message's is never among
    /// them.
    package static let depth = 32_768
    /// Growing identifiers that have to be seen before they are trusted.
    package static let proof = 64

    private struct Entry {
        var hash: UInt64 = 0
        /// Number of the message among all committed ones; 0 where there is none.
        var number: UInt64 = 0
    }

    /// By packet identifier; empty before the first message.
    private var entries: [Entry] = []
    /// Messages of the open batch.
    private var open: [(identifier: UInt16, hash: UInt64, isRepeat: Bool)] = []
    private var number: UInt64 = 0
    private var lastIdentifier: UInt16 = 0
    /// New messages in a row whose identifiers grew.
    private var growing = 0
    private var connection: UInt64 = 0
    /// Number of the last message that was committed before the present connection.
    private var numberBefore: UInt64 = 0
    private var isResending = false

    package init() {}

    /// To be told before each message which connection it came on.
    @inline(__always)
    package mutating func follow(connection number: UInt64, sessionPresent: Bool) {
        if number != connection { begin(number, sessionPresent) }
    }

    private mutating func begin(_ connection: UInt64, _ sessionPresent: Bool) {
        self.connection = connection
        if !sessionPresent { forget() }
        numberBefore = number
        isResending = sessionPresent && growing >= RedeliveryWindow.proof
    }

    private mutating func forget() {
        entries = []
        growing = 0
        lastIdentifier = 0
    }

    /// Notes a message of the open batch.
    ///
    /// - Parameter identifier: 0 for QoS 0, which is never sent again.
    /// - Returns: whether it is a committed one that was sent again.
    package mutating func take(
        _ identifier: UInt16, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer
    ) -> Bool {
        if identifier == 0 { return false }
        let hash = RedeliveryWindow.hash(topic, payload)
        if isResending { isResending = isCommitted(identifier, hash) }
        open.append((identifier, hash, isResending))
        return isResending
    }

    private func isCommitted(_ identifier: UInt16, _ hash: UInt64) -> Bool {
        guard !entries.isEmpty else { return false }
        let entry = entries[Int(identifier)]
        return entry.number > 0 && entry.hash == hash
            && numberBefore &- min(entry.number, numberBefore) < UInt64(RedeliveryWindow.depth)
    }

    /// Repeats since the last commit.
    package var openRepeats: Int { open.count(where: \.isRepeat) }

    /// What was taken since the last commit is on the disk.
    package mutating func committed() {
        for message in open { commit(message.identifier, message.hash, isRepeat: message.isRepeat) }
        open.removeAll(keepingCapacity: true)
    }

    /// What was taken since the last commit is not kept: the broker sends it again, and then it is new.
    package mutating func givenUp() {
        open.removeAll(keepingCapacity: true)
    }

    private mutating func commit(_ identifier: UInt16, _ hash: UInt64, isRepeat: Bool) {
        if !isRepeat {
            let step = identifier &- lastIdentifier
            if lastIdentifier == 0 || (step > 0 && step < 0x8000) {
                growing += 1
            } else {
                forget()
            }
            lastIdentifier = identifier
        }
        if entries.isEmpty { entries = Array(repeating: Entry(), count: 65_536) }
        number += 1
        entries[Int(identifier)] = Entry(hash: hash, number: number)
    }

    /// Takes what the journal's end holds, after a start.
    package mutating func restore(from store: Store) throws {
        for row in try store.newestJournalRows(inputsAtLeast: RedeliveryWindow.depth) {
            var position = 0
            try row.blob.withUnsafeBytes { bytes in
                try JournalDecoder.forEachInput(of: bytes) { view, _, _ in
                    defer { position += 2 }
                    guard case .message(let topic, let payload, _, _) = view, position + 1 < row.packets.count else {
                        return
                    }
                    let identifier = UInt16(row.packets[position]) << 8 | UInt16(row.packets[position + 1])
                    if identifier == 0 { return }
                    commit(identifier, RedeliveryWindow.hash(topic, payload), isRepeat: false)
                }
            }
        }
    }

    /// 64 bits of topic and payload, eight bytes at a time: a look at each message may not cost what reading it costs.
    @inline(__always)
    static func hash(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> UInt64 {
        var hash = mix(UInt64(topic.count) &* 0x9E37_79B9_7F4A_7C15, UInt64(payload.count))
        hash = mix(hash, of: topic)
        return mix(hash, of: payload)
    }

    @inline(__always)
    private static func mix(_ start: UInt64, of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = start
        var position = 0
        while position + 8 <= bytes.count {
            hash = mix(hash, bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position += 8
        }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest << 8 | UInt64(bytes[position])
            position += 1
        }
        return mix(hash, rest)
    }

    /// The upper and lower halves of a 128-bit product, folded: every bit of both numbers counts.
    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: right ^ 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }
}
