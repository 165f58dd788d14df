import Telemetry

/// Waiting for what has never been heard.
extension RuleEngine {
    /// Series with a heartbeat that were never heard count as heard last now: their silence begins here. Those that are
    /// waited for already go on.
    ///
    /// - Parameter at: stamp from which they are waited for.
    package func expectAll(at: Timestamp) {
        for index in 0..<states.count {
            let state = states.base + index
            guard state.pointee.lastHeard == .min, state.pointee.staleAfter > 0 else { continue }
            state.pointee.lastHeard = at.nanoseconds
            guard state.pointee.firstSilence != .max else { continue }
            armSilence(state, index, due: saturatingAdd(at.nanoseconds, state.pointee.firstSilence))
        }
    }
}
