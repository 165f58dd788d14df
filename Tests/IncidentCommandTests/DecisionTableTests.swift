import Foundation
import Testing

@testable import IncidentCommand

/// The tables in the documentation are the code's: a change of either without the other fails here.
@Suite struct DecisionTableTests {
    @Test func theOrdersTableIsTheCodes() throws {
        var table: [String] = []
        for state in OrderState.allCases {
            let cells = OrderInput.allCases.map { "\($0.rawValue) \(state.decision(for: $0))" }
            table.append("\(state.rawValue): " + cells.joined(separator: ", "))
        }
        #expect(try documented("Incidents/OrderState+Decisions.swift") == table)
    }

    @Test func theIncidentsTableIsTheCodes() throws {
        var table: [String] = []
        for status in IncidentStatus.allCases {
            let cells = IncidentInput.allCases.map { "\($0.rawValue) \(status.decision(for: $0))" }
            table.append("\(status.rawValue): " + cells.joined(separator: ", "))
        }
        #expect(try documented("Incidents/IncidentStatus+Decisions.swift") == table)
    }

    /// The paragraphs of the doc comment's code block, each on one line.
    private func documented(_ path: String) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/IncidentCommand/\(path)")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        var rows: [String] = []
        var inside = false
        for line in lines {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard text.hasPrefix("///") else { continue }
            if text == "/// ```" || text == "/// ```text" {
                inside.toggle()
                continue
            }
            guard inside else { continue }
            let content = text.dropFirst(4)
            if content.hasPrefix("  "), let last = rows.popLast() {
                rows.append(last + " " + content.trimmingCharacters(in: .whitespaces))
            } else {
                rows.append(String(content))
            }
        }
        return rows
    }
}
