import Telemetry

/// A plain table for people: one header line, one line a row, columns aligned by terminal width so that Chinese and Latin
/// text stand under one another. Every cell passes `DisplayText.safe`.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var alignment: TerminalWidth.Alignment
        /// Columns of the terminal that a cell may take; longer text is cut with “…”.
        package var maximumWidth: Int

        package init(_ title: String, _ alignment: TerminalWidth.Alignment = .leading, maximumWidth: Int = 40) {
            self.title = title
            self.alignment = alignment
            self.maximumWidth = maximumWidth
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Missing cells are empty; surplus ones are not shown.
    package mutating func append(_ cells: [String]) {
        var row: [String] = []
        for (index, column) in columns.enumerated() {
            let cell = index < cells.count ? DisplayText.safe(cells[index]) : ""
            row.append(TerminalWidth.cut(cell, to: column.maximumWidth))
        }
        rows.append(row)
    }

    /// Lines without trailing blanks, each ended by a line feed.
    package func render() -> String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { index in
            ([titles] + rows).map { TerminalWidth.columns($0[index]) }.max() ?? 0
        }
        return ([titles] + rows).map { row in
            let cells = row.enumerated().map { index, cell in
                TerminalWidth.padded(cell, to: widths[index], alignment: columns[index].alignment)
            }
            return trimmed(cells.joined(separator: "  ")) + "\n"
        }.joined()
    }

    private func trimmed(_ line: String) -> String {
        var end = line.endIndex
        while end > line.startIndex, line[line.index(before: end)] == " " { end = line.index(before: end) }
        return String(line[..<end])
    }
}
