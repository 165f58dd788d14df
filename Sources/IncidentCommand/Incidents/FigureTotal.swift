import Telemetry

/// One figure of an incident, as the sum of all that people added; the single additions are in the log.
package struct FigureTotal: Hashable, Sendable, Codable {
    package var figure: Figure
    package var total: Int64
    package var additions: Int

    func encode(into writer: inout ByteWriter) {
        writer.write(code: figure)
        writer.write(total)
        writer.write(additions)
    }

    init(figure: Figure) {
        self.figure = figure
        total = 0
        additions = 0
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        figure = try reader.readCode(Figure.self)
        total = try reader.readInt64()
        additions = try reader.readInt()
    }
}

/// What is counted of an incident's harm, by which it is graded.
package enum Figure: String, Sendable, CaseIterable, Codable {
    case deaths
    case missing
    case seriousInjuries = "serious_injuries"
    case injuries
    /// People who have to be moved out of danger.
    case peopleToMove = "people_to_move"
    case peopleMoved = "people_moved"
    /// Direct loss in yuan.
    case lossYuan = "loss_yuan"
}
