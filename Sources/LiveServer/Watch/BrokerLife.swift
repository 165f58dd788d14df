import Telemetry

/// Whether the broker that answers is the one that we knew, or one that was started anew without a goodbye.
///
/// A broker that is stopped in order says so – by the will that our last connection left, or by DISCONNECT 0x8B – and saves
/// everything. One that was killed says nothing and may, with our session kept, have forgotten what it confirmed since it
/// saved last. Its own uptime tells that it is another one: it has fallen, or the broker began after we last heard from it.
///
/// Times are nanoseconds of the wall clock as it stood when this process began, carried on by the boot clock, so that a
/// step of the clock meanwhile is no restart.
package struct BrokerLife: Hashable, Sendable {
    /// When the broker began, at the latest; nil before it has said anything.
    package private(set) var began: Int64?
    /// What it said last, seconds.
    package private(set) var uptime: Int64 = 0
    /// The broker that we were connected to last has said goodbye: it has saved everything.
    package private(set) var saidGoodbye = false
    /// The wills of the present connection and of the one before.
    private var will: [UInt8] = []
    private var willBefore: [UInt8] = []
    /// Until when we were connected; nil where no connection has ended in silence since the last report.
    private var silentSince: Int64?
    /// `began` is what an earlier process wrote: clocks may have been set meanwhile.
    private var isOld = false

    /// What a report of the uptime means.
    package enum Verdict: Hashable, Sendable {
        case same
        /// Another life of the broker, which ended the one before in order.
        case announced
        /// Another life, and nobody knows what the one before had saved.
        case unannounced(began: Int64)
    }

    /// Seconds are whole, messages take their time: a broker that seems to have begun later by less is the same.
    package static let tolerance: Int64 = 5_000_000_000
    /// The same from one process of ours to the next.
    package static let toleranceOverRestarts: Int64 = 60_000_000_000

    package init() {}

    /// The broker has accepted a connection.
    package mutating func connected(leaving next: [UInt8]) {
        willBefore = will
        will = next
    }

    /// A will that the broker published when it was stopped in order.
    package mutating func heard(goodbye said: [UInt8]) {
        if !willBefore.isEmpty, said == willBefore { saidGoodbye = true }
    }

    /// The connection is gone.
    ///
    /// - Parameters:
    ///   - goodbye: the broker said that it shuts down.
    ///   - lastKnown: when the connection was there for certain.
    package mutating func lost(goodbye: Bool, lastKnown: Int64) {
        if goodbye {
            saidGoodbye = true
        } else if !saidGoodbye, silentSince == nil {
            silentSince = lastKnown
        }
    }

    /// The broker tells its uptime.
    ///
    /// - Parameter isExact: it came just now: not retained, and nothing else waited before it.
    package mutating func heard(uptime seconds: Int64, isExact: Bool, now: Int64) -> Verdict {
        let claimed = now &- seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue
        guard let began else {
            self.began = claimed
            uptime = seconds
            return .same
        }
        let tolerance = isOld ? BrokerLife.toleranceOverRestarts : BrokerLife.tolerance
        let isLater = isExact && (claimed > began + tolerance || (silentSince.map { claimed >= $0 } ?? false))
        guard seconds < uptime || isLater else {
            self.began = min(began, claimed)
            uptime = seconds
            if isExact {
                silentSince = nil
                saidGoodbye = false
                isOld = false
            }
            return .same
        }
        let verdict: Verdict = saidGoodbye ? .announced : .unannounced(began: claimed)
        self.began = claimed
        uptime = seconds
        silentSince = nil
        saidGoodbye = false
        isOld = false
        return verdict
    }

    // MARK: Between processes

    /// As bytes, for the next process.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(began ?? .min)
        writer.write(uptime)
        writer.write(saidGoodbye)
        writer.write(data: will)
        return writer.bytes
    }

    /// What an earlier process knew; nothing where the bytes are damaged.
    package init(encoded bytes: [UInt8]) {
        self.init()
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            guard let began = try? reader.readInt64(), let uptime = try? reader.readInt64(),
                let saidGoodbye = try? reader.readBool(), let will = try? reader.readData()
            else { return }
            self.will = will
            if began == .min { return }
            self.began = began
            self.uptime = uptime
            self.saidGoodbye = saidGoodbye
            isOld = true
        }
    }
}
