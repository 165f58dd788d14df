import Telemetry
import Testing
import Views

@Suite struct RenderingTests {
    @Test(arguments: Language.allCases)
    func everyLogCodeHasASentence(language: Language) {
        var text = ""
        for entry in LogSamples.entries(exercise: false) {
            let line = LogLine.render(entry, names: Samples.names, language: language)
            text += line + "\n"
            #expect(!line.contains("\n"))
        }
        GoldenFile.expect(text, equals: "log.\(language.rawValue).txt")
    }

    @Test func everyLogCodeHasASample() {
        for code in LogCode.allCases { #expect(!LogSamples.fields(code).isEmpty, "\(code.rawValue)") }
    }

    @Test(arguments: Language.allCases)
    func everyLineOfAnExerciseSaysSo(language: Language) {
        for entry in LogSamples.entries(exercise: true) {
            #expect(LogLine.render(entry, names: Samples.names, language: language).contains("演练 EXERCISE"))
        }
    }

    @Test func whatTheMatrixWithdrewIsNoPersonsAndSaysWhyInWords() {
        let line =
            #"{"n":7,"at":"2026-07-01T10:00:00Z","v":1,"alg":"sha-256","code":"order_rejected","order":"O-2026-000004","#
            + #""department":"police","by":"linkage","reason":"cleared"}"#
        func text(_ language: Language) -> String {
            LogLine.render(LogEntryView(number: 7, line: Array(line.utf8)), names: Samples.names, language: language)
        }
        #expect(text(.chinese).contains("按联动矩阵") && !text(.chinese).contains("cleared"))
        #expect(text(.english).contains("by the matrix, cleared"))
    }

    @Test func unknownCodesTellTheirFields() {
        let line = #"{"n":7,"at":"2026-07-01T10:00:00Z","v":1,"alg":"sha-256","code":"something_new","b":2,"a":"x"}"#
        let text = LogLine.render(
            LogEntryView(number: 7, line: Array(line.utf8)), names: Samples.names, language: .english)
        #expect(text == "07-01 18:00:00  something_new: a=x b=2")
    }

    @Test func escapesOfTheWorldReachNoTerminal() {
        let line =
            "{\"n\":7,\"at\":\"2026-07-01T10:00:00Z\",\"code\":\"incident_closed\",\"place\":\"\\u001b[2J\","
            + "\"by\":\"\\u202eevil\",\"reason\":\"a\\nb\"}"
        let text = LogLine.render(
            LogEntryView(number: 7, line: Array(line.utf8)), names: Samples.names, language: .english)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(text.contains("\\u{1b}[2J"))
    }

    @Test func whatIsNoEntryShowsAsItIs() {
        let entry = LogEntryView(number: 1, line: Array("not json \u{1B}[31m".utf8))
        #expect(LogLine.render(entry, names: Samples.names, language: .english) == "not json \\u{1b}[31m")
    }

    @Test(arguments: Language.allCases)
    func incidentSheets(language: Language) {
        var withTimeline = Samples.incident
        withTimeline.timeline = LogSamples.entries(exercise: false).prefix(6).compactMap { entry in
            LogRecord(line: entry.line).map { .init(entry: $0.number, at: $0.at, code: $0.code, fields: $0.fields) }
        }
        let text = [withTimeline, Samples.panic, Samples.closed]
            .map { IncidentSheet.render($0, names: Samples.names, language: language) }.joined(separator: "\n")
        GoldenFile.expect(text, equals: "incident.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func tables(language: Language) {
        let names = Samples.names
        var text = IncidentTable.render(
            [Samples.closed, Samples.panic, Samples.incident], names: names, language: language)
        text += "\n" + IncidentTable.render([], names: names, language: language)
        text += "\n" + StatusSheet.render(Samples.status, names: names, language: language)
        text += "\n" + StationTable.render(TableSamples.stations, names: names, language: language)
        text += "\n" + ReadingTable.render(TableSamples.readings, names: names, language: language)
        text += "\n" + QuarantineTable.render(TableSamples.quarantine, names: names, language: language)
        text += "\n" + DoctorSheet.render(TableSamples.findings, language: language)
        for result in TableSamples.verifications { text += "\n" + VerificationSheet.render(result, language: language) }
        text += "\n" + BackupSheet.render(TableSamples.backup, restored: false, language: language)
        text += BackupSheet.render(TableSamples.backup, restored: true, language: language)
        GoldenFile.expect(text, equals: "tables.\(language.rawValue).txt")
    }
}
