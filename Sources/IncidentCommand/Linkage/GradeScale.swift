/// The table by which figures propose an incident's grade: Ⅰ 特别重大 … Ⅳ 一般, written 1 … 4.
package struct GradeScale: Hashable, Sendable {
    package var id: String
    package var rows: [Row]
    package var source: String
    package var date: String

    package struct Row: Hashable, Sendable {
        package var figure: Figure
        /// The least total of grades Ⅰ, Ⅱ and Ⅲ; what is less, and more than nothing, is Ⅳ.
        package var atLeast: [Int64]

        package init(figure: Figure, atLeast: [Int64]) {
            self.figure = figure
            self.atLeast = atLeast
        }
    }

    package init(id: String, rows: [Row], source: String = "", date: String = "") {
        self.id = id
        self.rows = rows
        self.source = source
        self.date = date
    }

    /// The gravest grade that any figure reaches, with the figures that reach it; nil where nothing has happened.
    func grade(of figures: [FigureTotal]) -> (grade: Int, because: [Figure])? {
        var gravest: (grade: Int, because: [Figure])?
        for row in rows {
            guard let total = figures.first(where: { $0.figure == row.figure })?.total, total > 0 else { continue }
            let grade = (row.atLeast.firstIndex { total >= $0 } ?? row.atLeast.count) + 1
            if let known = gravest, known.grade < grade { continue }
            let others = gravest?.grade == grade ? gravest?.because ?? [] : []
            gravest = (grade, others + [row.figure])
        }
        return gravest
    }
}
