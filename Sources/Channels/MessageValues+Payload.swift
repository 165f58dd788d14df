import Delivery
import Foundation
import Telemetry
import Views

extension MessageValues {
    /// A message's values in words, from the JSON object that the outbox holds; empty where that can't be read.
    ///
    /// - Parameters:
    ///   - payload: the object with its exercise mark.
    ///   - names: what ids are called.
    ///   - people: somebody of the roster in full.
    init(payload: [UInt8], address: String?, names: NameBook, people: (String) -> PersonView? = { _ in nil }) {
        self.init()
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(payload)) else { return }
        var marks: [String] = []
        if body.exercise { marks.append(Vocabulary.exerciseMark) }
        if body.unrecorded ?? false { marks.append(Vocabulary.unrecordedMark) }
        mark = marks.map { "【\($0)】" }.joined()
        self[.key] = body.key
        self[.incident] = body.incident ?? ""
        self[.order] = body.order ?? ""
        self[.version] = body.version.map(String.init) ?? ""
        self[.address] = address ?? ""
        self[.onDuty] = body.onDuty ?? ""
        let person = body.onDuty.flatMap(people)
        self[.onDutyName] = person?.name ?? ""
        self[.onDutyNumber] = person?.numbers.first ?? ""
        let words = { (language: Language) in Words(body, names, language) }
        let (chinese, english) = (words(.chinese), words(.english))
        (self[.kindChinese], self[.kindEnglish]) = (chinese.kind, english.kind)
        (self[.recipientChinese], self[.recipientEnglish]) = (chinese.recipient, english.recipient)
        (self[.hazardChinese], self[.hazardEnglish]) = (chinese.hazard, english.hazard)
        (self[.placeChinese], self[.placeEnglish]) = (chinese.place, english.place)
        (self[.colourChinese], self[.colourEnglish]) = (chinese.colour, english.colour)
        (self[.summaryChinese], self[.summaryEnglish]) = (chinese.summary, english.summary)
        (self[.tasksChinese], self[.tasksEnglish]) = (chinese.tasks, english.tasks)
        (self[.acknowledgeWithinChinese], self[.acknowledgeWithinEnglish]) = (chinese.within, english.within)
    }

    /// A person's name and numbers, which must not get into what becomes a log entry.
    fileprivate var personal: [String] {
        [self[.onDutyName], self[.onDutyNumber]].filter { !$0.isBlank }
    }

    /// What is read of a message; all else is for programs.
    private struct Body: Decodable {
        var key: String
        var kind: String
        var incident: String?
        var order: String?
        var version: Int?
        var department: String?
        var officer: String?
        var onDuty: String?
        var hazard: String?
        var place: String?
        var colour: String?
        var summary: Bilingual?
        var tasks: [Bilingual]?
        /// Seconds.
        var acknowledgeWithin: Double?
        var exercise: Bool
        var unrecorded: Bool?

        private enum CodingKeys: String, CodingKey {
            case key, kind, incident, order, version, department, officer, hazard, place, colour, summary, tasks
            case onDuty = "on_duty"
            case acknowledgeWithin = "acknowledge_within"
            case exercise, unrecorded
        }
    }

    /// The message in one language.
    private struct Words {
        var kind, recipient, hazard, place, colour, summary, tasks, within: String

        init(_ body: Body, _ names: NameBook, _ language: Language) {
            kind = Vocabulary.message(body.kind, language)
            recipient = (body.officer ?? body.department).map { names.party($0, language) } ?? ""
            hazard = body.hazard.map { names.hazard($0, language) } ?? ""
            place = body.place.map { names.place($0, language) } ?? ""
            colour = body.colour.flatMap(WarningColour.init(code:)).map { Vocabulary.proposed($0, language) } ?? ""
            summary = body.summary?[language] ?? ""
            let separator = language == .chinese ? "；" : "; "
            tasks = (body.tasks ?? []).map { $0[language] }.joined(separator: separator)
            within =
                body.acknowledgeWithin.flatMap { Int64(exactly: $0.rounded()) }
                .map { TimeText.length(Interval(seconds: $0), language) } ?? ""
        }
    }
}

extension AttemptOutcome {
    /// What the other side said, without the person whom the message named: evidence and reasons go into the log, from which
    /// nobody can be erased.
    func withoutPeople(_ values: MessageValues) -> AttemptOutcome {
        let personal = values.personal
        if personal.isEmpty { return self }
        func masked(_ text: String) -> String {
            personal.reduce(text) { $0.replacing($1, with: "***") }
        }
        return switch self {
        case .handedOver(let evidence): .handedOver(evidence: masked(evidence))
        case .again(let reason, let after): .again(reason: masked(reason), after: after)
        case .refused(let reason): .refused(reason: masked(reason))
        }
    }
}
