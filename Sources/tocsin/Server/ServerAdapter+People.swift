import LiveServer
import Roster
import Store
import Telemetry
import Views

extension ServerAdapter {
    private var folder: PeopleFolder { PeopleFolder(dataFolder: server.configuration.dataFolder) }

    func people() throws(ProblemView) -> [PersonView] {
        folder.everyone().map { completed($0).asMasked }
    }

    /// The log's entry is committed before a name or number is handed out: what was not recorded is not done. Erasing is done
    /// first: a person who is erased and not logged can be erased again, one who is logged and still there is a lie.
    func perform(_ action: PeopleRequest.Action, _ request: PeopleRequest) async throws(ProblemView) -> PeopleView {
        if request.by.isBlank { throw refusal("person_missing") }
        if request.reason.isBlank { throw refusal("reason_missing") }
        func submit(_ kind: PeopleCommand.Kind) async throws(ProblemView) {
            let command = PeopleCommand(by: request.by, reason: request.reason, kind: kind)
            try await asked { try await server.submit(command) }
        }
        switch action {
        case .take:
            try check(request.people)
            let people = request.people
            try translated { () throws(StoreError) in try folder.keep(people) }
            try await submit(.take(people: people.map(\.id)))
            return PeopleView(
                action: action.rawValue,
                people: people.compactMap { folder.person($0.id) }.map { completed($0).asMasked })
        case .show:
            let id = request.id ?? ""
            guard folder.person(id) != nil else { throw ProblemView.unknownPerson(id) }
            try await submit(.read(person: id))
            guard let person = folder.person(id) else { throw ProblemView.unknownPerson(id) }
            return PeopleView(action: action.rawValue, people: [completed(person)])
        case .erase:
            let id = request.id ?? ""
            let isKnown = server.loadedCity.roster.people.contains { $0.id == id }
            let found = try translated { () throws(StoreError) in try folder.erase(id) }
            guard found || isKnown else { throw ProblemView.unknownPerson(id) }
            try await submit(.erase(person: id, found: found))
            return PeopleView(action: action.rawValue, people: [])
        }
    }

    /// With what the roster says of the person.
    private func completed(_ person: PersonView) -> PersonView {
        var person = person
        let known = server.loadedCity.roster.people.first { $0.id == person.id }
        person.role = known?.role
        person.organisation = known?.organisation
        return person
    }

    /// Whoever the roster does not know would be on file and never shown: a slip of the pen.
    private func check(_ people: [PeopleRequest.Entry]) throws(ProblemView) {
        let known = Set(server.loadedCity.roster.people.map(\.id))
        let strangers = people.map(\.id).filter { !known.contains($0) }
        if !strangers.isEmpty {
            let list = DisplayText.safe(strangers.prefix(10).joined(separator: ", "), limit: 600)
            throw ProblemView(
                code: "unknown_person",
                message: Bilingual(
                    chinese: "值班表里没有这些人员：\(list)。一个也没有导入。",
                    english: "The roster has no such people: \(list). Nobody was taken in."),
                remedy: Bilingual(
                    chinese: "在 roster/ 中登记其编号并重新加载，或改正文件里的编号。",
                    english: "Add their ids to roster/ and reload, or mend the ids in the file."))
        }
        guard !people.isEmpty, people.count <= 10_000, people.allSatisfy(\.isPlausible) else {
            throw ProblemView(
                code: "bad_request",
                message: Bilingual(
                    chinese: "姓名或号码不可用，或者没有人员。", english: "A name or number can't be used, or there is nobody."),
                remedy: Bilingual(
                    chinese: "姓名最多 100 个字，号码只含数字、空格、+、-，每人最多 8 个。",
                    english:
                        "Names have at most 100 characters, numbers digits, spaces, + and -, at most 8 for each person."
                ))
        }
    }

    private func refusal(_ code: String) -> ProblemView {
        let text =
            code == "person_missing"
            ? Bilingual(chinese: "没有写明是谁。", english: "Nobody is named.")
            : Bilingual(chinese: "没有写明原因。", english: "No reason is given.")
        return ProblemView(
            code: code, message: text,
            remedy: Bilingual(chinese: "用 --by 和 --reason 写明。", english: "Give --by and --reason."))
    }
}

extension ProblemView {
    static func unknownPerson(_ id: String) -> ProblemView {
        let shown = DisplayText.safe(id, limit: 100)
        return ProblemView(
            code: "unknown_person",
            message: Bilingual(
                chinese: "没有“\(shown)”的姓名和号码。", english: "There is no name and number of “\(shown)”."),
            remedy: Bilingual(
                chinese: "用“tocsin roster people list”查看编号。", english: "See the ids with “tocsin roster people list”."))
    }
}

extension PeopleRequest.Entry {
    /// What may be shown on a terminal and dialled: anything else is somebody's attempt or a slip.
    var isPlausible: Bool {
        let isName =
            !name.isBlank && name.count <= 100
            && name.unicodeScalars.allSatisfy {
                !$0.properties.isDefaultIgnorableCodePoint && $0.properties.generalCategory != .control
            }
        let areNumbers =
            numbers.count <= 8
            && numbers.allSatisfy { number in
                (3...40).contains(number.utf8.count)
                    && number.utf8.allSatisfy { (48...57).contains($0) || [32, 35, 40, 41, 42, 43, 45].contains($0) }
                    && number.utf8.contains { (48...57).contains($0) }
            }
        return isName && areNumbers
    }
}

extension RosterGapView {
    init(_ gap: RosterWatch.KnownGap) {
        self.init(party: gap.party, from: gap.from, to: gap.to)
    }
}

extension NameBook {
    /// Who stands for each party at a moment, with name and number where they are on file.
    mutating func takeDuties(of roster: Roster, at moment: Timestamp, people: PeopleFolder) {
        duties = roster.schedules.compactMap { schedule in
            guard let duty = schedule.duty(at: moment, holidays: roster.holidays) else { return nil }
            let person = duty.person.flatMap { people.person($0) }
            return DutyContact(
                party: schedule.party, person: duty.person, name: person?.name, number: person?.numbers.first)
        }
    }
}
