extension Planner {
    /// Below this estimate, evaluating twice is cheaper than keeping the value.
    private static let sharedCost: UInt64 = 20

    /// Finds costly sub-expressions that occur more than once outside of macros: they are evaluated once.
    mutating func findRepeated(_ root: Expression) {
        guard environment.options.sharesSubexpressions else { return }
        var candidates: [Expression] = []
        collect(root, &candidates)
        guard candidates.count > 1, candidates.count <= 1_000 else { return }
        var nodesByText: [String: [Int]] = [:]
        for candidate in candidates {
            let cost = CostEstimator.estimate(candidate, in: environment, types: types).cost
            guard cost.maximum >= Self.sharedCost else { continue }
            nodesByText[Printer.structure(candidate), default: []].append(candidate.id)
        }
        for (text, nodes) in nodesByText where nodes.count > 1 {
            for node in nodes { repeated[node] = text }
        }
    }

    private func collect(_ node: Expression, _ candidates: inout [Expression]) {
        switch node.kind {
        case .call(let name, _, let rooted):
            if environment.function(name, rooted: rooted)?.isIntrinsic != true { candidates.append(node) }
        case .method: candidates.append(node)
        case .comprehension(let macro):
            candidates.append(node)
            // What is inside depends on the macro's variables.
            collect(macro.range, &candidates)
            return
        case .bind(_, let initial, _):
            collect(initial, &candidates)
            return
        case .optionalMap(let target, _, _, _):
            collect(target, &candidates)
            return
        case .block: return
        case .literal, .identifier, .select, .has, .index, .unary, .binary, .conditional, .list, .map, .message: break
        }
        node.kind.forEachChild { collect($0, &candidates) }
    }

    /// The node that keeps the value of a repeated sub-expression; the first occurrence plans it.
    mutating func sharedNode(_ node: Expression, _ build: (inout Planner) -> PlanNode) -> PlanNode {
        guard let text = repeated[node.id], scopes.isEmpty else { return build(&self) }
        if let known = shared[text] { return LazyLocalNode(node.range, local: known.local, initial: known.node) }
        let made = build(&self)
        guard made.constant == nil else { return made }
        let local = newLocal()
        shared[text] = (local, made)
        return LazyLocalNode(node.range, local: local, initial: made)
    }
}
