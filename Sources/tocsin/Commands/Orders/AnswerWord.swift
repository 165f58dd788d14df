import ArgumentParser

/// What a department can say of its order.
enum AnswerWord: String, ExpressibleByArgument, CaseIterable {
    case acknowledged
    case accepted
    case declined
    case enRoute = "en_route"
    case onScene = "on_scene"
    case underWay = "under_way"
    case progress
    case done
}
