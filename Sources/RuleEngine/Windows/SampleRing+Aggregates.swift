/// What windows are summarised to. Every result is a function of the readings in the window, in event-time order: sums are
/// added anew from the oldest to the newest, so that a restart or a late reading ends in the same digits.
extension SampleRing {
    @inline(__always)
    func minimum(_ lower: Int, _ upper: Int) -> Double {
        var result = Double.infinity
        forEachPiece(lower, upper) { piece in
            result = min(result, SampleRing.extreme(piece, from: .infinity) { $0 < $1 })
        }
        return result
    }

    @inline(__always)
    func maximum(_ lower: Int, _ upper: Int) -> Double {
        var result = -Double.infinity
        forEachPiece(lower, upper) { piece in
            result = max(result, SampleRing.extreme(piece, from: -.infinity) { $0 > $1 })
        }
        return result
    }

    /// The value that goes before all others. Four at a time, as each comparison waits for the one before it; adding zero
    /// makes one of the two zeros, so that it does not show which of them was met first.
    @inline(__always)
    private static func extreme(
        _ piece: UnsafeBufferPointer<Double>, from start: Double, _ goesBefore: (Double, Double) -> Bool
    ) -> Double {
        var (one, two, three, four) = (start, start, start, start)
        var position = 0
        while position + 4 <= piece.count {
            one = goesBefore(piece[position], one) ? piece[position] : one
            two = goesBefore(piece[position + 1], two) ? piece[position + 1] : two
            three = goesBefore(piece[position + 2], three) ? piece[position + 2] : three
            four = goesBefore(piece[position + 3], four) ? piece[position + 3] : four
            position += 4
        }
        while position < piece.count {
            one = goesBefore(piece[position], one) ? piece[position] : one
            position += 1
        }
        one = goesBefore(two, one) ? two : one
        three = goesBefore(four, three) ? four : three
        return (goesBefore(three, one) ? three : one) + 0
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
