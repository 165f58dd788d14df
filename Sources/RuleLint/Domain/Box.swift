/// One assumption about all terms at once: each lies in its own set, whatever the others are.
struct Box: Hashable, Sendable {
    /// Narrowed terms by key; the others are as they were at first. Only looked up, or visited by sorted key.
    private(set) var values: [String: AbstractValue] = [:]

    subscript(term: String) -> AbstractValue? { values[term] }

    mutating func set(_ term: String, to value: AbstractValue) {
        values[term] = value
    }

    /// What holds in either; a term that only one narrows is free.
    func union(_ other: Box) -> Box {
        var result = Box()
        for key in values.keys.sorted() {
            guard let one = values[key], let two = other.values[key] else { continue }
            result.values[key] = one.union(two)
        }
        return result
    }
}
