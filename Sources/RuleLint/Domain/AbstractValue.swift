/// What is known of a value without running the expression: a set that holds every value it can have.
enum AbstractValue: Hashable, Sendable {
    /// Never empty.
    case truth(TruthSet)
    case double(NumberRange)
    case integer(IntegerRange)
    /// Nanoseconds.
    case duration(IntegerRange)
    /// Nil: any text.
    case text(String?)
    /// Anything at all.
    case other

    /// As a number, where it is one.
    var number: NumberRange? {
        switch self {
        case .double(let range): range
        case .integer(let range): NumberRange(range)
        case .truth, .duration, .text, .other: nil
        }
    }

    /// What both hold; nil where they share nothing.
    func intersection(_ other: AbstractValue) -> AbstractValue? {
        switch (self, other) {
        case (.truth(let one), .truth(let two)):
            let shared = one.intersection(two)
            return shared.isEmpty ? nil : .truth(shared)
        case (.double(let one), .double(let two)): return one.intersection(two).map { .double($0) }
        case (.integer(let one), .integer(let two)): return one.intersection(two).map { .integer($0) }
        case (.duration(let one), .duration(let two)): return one.intersection(two).map { .duration($0) }
        case (.text(let one?), .text(let two?)): return one == two ? self : nil
        case (.text(nil), .text): return other
        case (.other, _): return other
        case (.truth, _), (.double, _), (.integer, _), (.duration, _), (.text, _): return self
        }
    }

    /// The smallest set that is told here and holds both.
    func union(_ other: AbstractValue) -> AbstractValue {
        switch (self, other) {
        case (.truth(let one), .truth(let two)): .truth(one.union(two))
        case (.double(let one), .double(let two)): .double(one.union(two))
        case (.integer(let one), .integer(let two)): .integer(one.union(two))
        case (.duration(let one), .duration(let two)): .duration(one.union(two))
        case (.text(let one), .text(let two)): .text(one == two ? one : nil)
        case (.truth, _), (.double, _), (.integer, _), (.duration, _), (.text, _), (.other, _): .other
        }
    }
}

/// What evaluating an expression can come to.
struct Outcome: Hashable, Sendable {
    /// Nil where it never has a value.
    var value: AbstractValue?
    /// It may be unknown, or fail.
    var mayFail: Bool

    init(_ value: AbstractValue?, mayFail: Bool = false) {
        self.value = value
        self.mayFail = mayFail
    }

    /// Nothing is known of it.
    static let anything = Outcome(.other, mayFail: true)

    /// The truths it can have.
    var truths: TruthSet {
        switch value {
        case .truth(let set)?: set
        case .other?: .both
        case .double?, .integer?, .duration?, .text?, nil: []
        }
    }

    func union(_ other: Outcome) -> Outcome {
        let value: AbstractValue? =
            switch (value, other.value) {
            case (let one?, let two?): one.union(two)
            case (let one?, nil): one
            case (nil, let two): two
            }
        return Outcome(value, mayFail: mayFail || other.mayFail)
    }
}
