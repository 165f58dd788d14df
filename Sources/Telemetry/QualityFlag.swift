/// Quality of one reading, after QARTOD (IOOS Manual for Real-Time Quality Control): the numbers are the standard's.
package enum QualityFlag: UInt8, Sendable, CaseIterable, Codable {
    case pass = 1
    case notEvaluated = 2
    case suspect = 3
    case fail = 4
    case missing = 9
}
