import CEL
import Telemetry

/// A call of a function of history with constant arguments.
struct HistoryTerm {
    var key: String
    var name: String
    /// Nanoseconds of the window, or the number of readings.
    var length: Int64

    /// Nil where the call has neither a window nor a number of readings, or something beside it.
    init?(key: String, name: String, arguments: [Expression]) {
        guard let function = HistoryFunction.named(name), arguments.count == 1 else { return nil }
        if let window = function.window(of: arguments) {
            length = window.nanoseconds
        } else if function.count != nil, let count = arguments[0].number {
            length = Int64(count)
        } else {
            return nil
        }
        self.key = key
        self.name = name
    }

    /// The same text for calls that look at the same history, however the window is spelled; as explanations spell them.
    /// Nil where an argument is not constant.
    static func key(_ name: String, _ arguments: [Expression]) -> String? {
        var parts: [String] = []
        for (index, argument) in arguments.enumerated() {
            let isWindow = HistoryFunction.named(name)?.window == index
            if isWindow, let window = HistoryFunction.named(name)?.window(of: arguments) {
                parts.append("'\(window.text)'")
            } else if let text = argument.text {
                parts.append("'\(Interval(text: text)?.text ?? text)'")
            } else if case .literal(.int(let number)) = argument.kind {
                parts.append("\(number)")
            } else if let number = argument.number {
                parts.append("\(number)")
            } else {
                return nil
            }
        }
        return "\(name)(\(parts.joined(separator: ", ")))"
    }

    /// Which terms are never greater than which others at one moment.
    static func order(
        _ terms: [HistoryTerm], isBelieved: Bool, isNotNegative: Bool
    ) -> [(small: String, large: String)] {
        var result: [(small: String, large: String)] = []
        for one in terms {
            guard let function = HistoryFunction.named(one.name) else { continue }
            if isBelieved, one.name == "min" || one.name == "min_last" { result.append((one.key, "value")) }
            if isBelieved, one.name == "max" || one.name == "max_last" { result.append(("value", one.key)) }
            for other in terms {
                if one.name == "min", other.name == "max", one.length == other.length {
                    result.append((one.key, other.key))
                }
                guard one.name == other.name, one.length < other.length else { continue }
                if case .sum = function.result, !isNotNegative { continue }
                switch function.growth {
                case .up: result.append((one.key, other.key))
                case .down: result.append((other.key, one.key))
                case .none: break
                }
            }
        }
        return result
    }
}

extension Expression {
    /// Calls the closure with the expression and everything in it, outermost first.
    func visit(_ body: (Expression) -> Void) {
        body(self)
        kind.forEachChild { $0.visit(body) }
    }
}
