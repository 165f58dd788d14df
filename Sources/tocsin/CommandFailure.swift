import Views

/// Ends the command: what is wrong, where, what to do, and the exit code.
struct CommandFailure: Error {
    var problem: ProblemView
    /// The file, folder or socket concerned; nil where the message names it.
    var place: String?
    var status: CommandExit

    init(_ problem: ProblemView, place: String? = nil, status: CommandExit? = nil) {
        self.problem = problem
        self.place = place
        self.status = status ?? CommandExit(problem: problem)
    }
}

/// Ends the command with a code and nothing more to say: all was printed already.
struct SilentExit: Error {
    var status: CommandExit
}
