import Foundation
import Testing

@testable import IncidentCommand

/// The tables in the documentation are the code's: a change of either without the other fails here.
@Suite struct DecisionTableTests {
    @Test func theOrdersTableIsTheCodes() throws {
        try expect(
            "Orders",
            OrderState.allCases.map { state in
                row(state.rawValue, OrderInput.allCases.map { ($0.rawValue, state.decision(for: $0).description) })
            })
    }

    @Test func theIncidentsTableIsTheCodes() throws {
        try expect(
            "Incidents",
            IncidentStatus.allCases.map { status in
                row(status.rawValue, IncidentInput.allCases.map { ($0.rawValue, status.decision(for: $0).description) })
            })
    }

    @Test func theOfficersTableIsTheCodes() throws {
        try expect(
            "The officer on duty",
            DutyState.allCases.map { state in
                row(state.rawValue, DutyInput.allCases.map { ($0.rawValue, state.decision(for: $0).description) })
            })
    }

    /// One state: its name, then each decision with the inputs that it answers, in the order of the inputs.
    private func row(_ name: String, _ cells: [(input: String, decision: String)]) -> String {
        var decisions: [String] = []
        for cell in cells where !decisions.contains(cell.decision) { decisions.append(cell.decision) }
        let lines = decisions.map { decision in
            let inputs = cells.filter { $0.decision == decision }.map(\.input)
            return "  \(decision): " + inputs.joined(separator: ", ")
        }
        return "\(name)\n" + lines.joined(separator: "\n")
    }

    private func expect(_ heading: String, _ rows: [String]) throws {
        let table = rows.joined(separator: "\n")
        #expect(try documented(heading) == table, "The article's block “\(heading)” has to read:\n\(table)\nEND")
    }

    /// The code block below a heading of the article.
    private func documented(_ heading: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let article = try String(
            contentsOf: root.appending(path: "Sources/tocsin/Tocsin.docc/Incidents.md"), encoding: .utf8)
        guard let start = article.range(of: "### \(heading)\n") else { return "" }
        let rest = article[start.upperBound...]
        guard let open = rest.range(of: "```text\n"),
            let close = rest.range(of: "\n```", range: open.upperBound..<rest.endIndex)
        else { return "" }
        return String(rest[open.upperBound..<close.lowerBound])
    }
}
