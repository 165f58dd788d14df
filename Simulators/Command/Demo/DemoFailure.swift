/// Why the demo ended early; a full sentence for people.
struct DemoFailure: Error, Equatable {
    var message: String

    static let interrupted = DemoFailure(message: "Stopped. 已停止。")
}
