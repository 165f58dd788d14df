import CSimdjson
import Telemetry

/// Quality flags as devices and services write them.
///
/// Numbers are QARTOD's (IOOS, Manual for the Use of Real-Time Oceanographic Data Quality Control Flags, 2017). Words
/// and letters: OPC UA and historians (`good`, `uncertain`, `bad`); Environment Agency (`G` good, `E` estimated, `S`
/// suspect, `U` unchecked, `M` missing, and the notes `Ed` edited, `C` complete, `I` incomplete, which change nothing);
/// USGS (`A` approved, `P` provisional, `e` estimated). Several flags joined by `;` count as the worst of them. A word
/// that nobody knows is `suspect`: the device meant to say something.
enum QualityText {
    static func flag(_ member: csimdjson_member) -> QualityFlag {
        switch member.valueKind {
        case .number: numbered(member.number)
        case .string: worded(member.textBytes)
        case .yes: .pass
        case .no: .fail
        case .null: .notEvaluated
        case .nested: .suspect
        }
    }

    private static func numbered(_ number: Double) -> QualityFlag {
        guard let whole = UInt8(exactly: number), let flag = QualityFlag(rawValue: whole) else { return .suspect }
        return flag
    }

    private static func worded(_ bytes: UnsafeRawBufferPointer) -> QualityFlag {
        guard bytes.count <= 64 else { return .suspect }
        var worst: QualityFlag?
        for part in bytes.split(separator: UInt8(ascii: ";")) {
            var word = Substring(decoding: part, as: UTF8.self)
            while word.first == " " { word.removeFirst() }
            while word.last == " " { word.removeLast() }
            if isNote(word) { continue }
            let flag = known(String(word)) ?? .suspect
            if severity(flag) > severity(worst) { worst = flag }
        }
        return worst ?? .notEvaluated
    }

    private static func isNote(_ word: Substring) -> Bool {
        word.isEmpty || word == "Ed" || word == "C" || word == "I"
    }

    private static func known(_ word: String) -> QualityFlag? {
        switch word {
        case "1", "G", "A": .pass
        case "2", "U", "P": .notEvaluated
        case "3", "E", "e", "S": .suspect
        case "4", "B", "F": .fail
        case "9", "M": .missing
        case _:
            switch word.lowercased() {
            case "good", "pass", "passed", "ok", "valid", "approved": .pass
            case "unchecked", "provisional", "raw", "not_evaluated", "unknown": .notEvaluated
            case "suspect", "estimated", "uncertain", "questionable", "doubtful": .suspect
            case "bad", "fail", "failed", "invalid", "fault", "error": .fail
            case "missing", "no-value", "no_value", "none": .missing
            case _: nil
            }
        }
    }

    private static func severity(_ flag: QualityFlag?) -> Int {
        switch flag {
        case nil: 0
        case .pass: 1
        case .notEvaluated: 2
        case .suspect: 3
        case .fail: 4
        case .missing: 5
        }
    }
}
