import Intake
import Operations
import Telemetry
import Testing
import Views

struct QuarantineWordsTests {
    @Test(arguments: QuarantineReason.allCases.map(\.rawValue) + AnswerReader.Fault.Reason.allCases.map(\.rawValue))
    func whatCanNotBeReadIsSaidInWords(code: String) {
        for language in Language.allCases {
            let words = Vocabulary.unreadable(code, language)
            #expect(words != code && !words.isEmpty && !words.contains("_"))
        }
        #expect(Vocabulary.unreadable(code, .chinese) != Vocabulary.unreadable(code, .english))
    }

    @Test func aCodeOfALaterVersionIsShownAsItIs() {
        #expect(Vocabulary.unreadable("something_new", .english) == "something_new")
    }
}
