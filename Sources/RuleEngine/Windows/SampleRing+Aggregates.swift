/// What windows are summarised to. Every result is a function of the readings in the window, in event-time order: sums are
/// added anew from the oldest to the newest, so that a restart or a late reading ends in the same digits.
extension SampleRing {
    @inline(__always)
    func minimum(_ lower: Int, _ upper: Int) -> Double {
        var result = Double.infinity
        forEachPiece(lower, upper) { piece in
            for value in piece where value < result { result = value }
        }
        return result
    }

    @inline(__always)
    func maximum(_ lower: Int, _ upper: Int) -> Double {
        var result = -Double.infinity
        forEachPiece(lower, upper) { piece in
            for value in piece where value > result { result = value }
        }
        return result
    }

    @inline(__always)
    func sum(_ lower: Int, _ upper: Int) -> Double {
        var result = 0.0
        forEachPiece(lower, upper) { piece in
            for value in piece { result += value }
        }
        return result
    }

    /// Sample standard deviation of two readings or more.
    func deviation(_ lower: Int, _ upper: Int) -> Double {
        let mean = sum(lower, upper) / Double(upper - lower)
        var squares = 0.0
        forEachPiece(lower, upper) { piece in
            for value in piece { squares += (value - mean) * (value - mean) }
        }
        return (squares / Double(upper - lower - 1)).squareRoot()
    }
}
