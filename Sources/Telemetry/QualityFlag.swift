/// Quality of one reading, after QARTOD (IOOS Manual for Real-Time Quality Control): the numbers are the standard's.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public enum QualityFlag: UInt8, Sendable, CaseIterable, Codable {
    case pass = 1
    case notEvaluated = 2
    case suspect = 3
    case fail = 4
    case missing = 9

    /// What a device's flag and ours come to: the worse of the two. `notEvaluated` says nothing, so the other one counts.
    package static func worse(_ device: QualityFlag, _ own: QualityFlag) -> QualityFlag {
        if own == .notEvaluated { return device }
        if device == .notEvaluated { return own }
        return device.rawValue >= own.rawValue ? device : own
    }
}
