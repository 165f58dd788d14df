import ArgumentParser

/// What a department can say of its order.
enum AnswerWord: String, ExpressibleByArgument, CaseIterable {
    case acknowledged
    case accepted
    case declined
    case underWay = "under_way"
    case done
}
