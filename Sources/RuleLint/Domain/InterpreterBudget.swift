/// How much work an interpreter may do: conditions that are nested in one another are narrowed again and again, and a hundred
/// levels of them must not hold anybody up. A class, because the interpreter is a value that is asked by its own closures.
final class InterpreterBudget {
    /// Nodes looked at; shipped rules need some hundreds.
    static let limit = 100_000
    private var spent = 0

    /// Counts one node; false where the budget is used up.
    func spend() -> Bool {
        spent += 1
        return spent <= InterpreterBudget.limit
    }
}
