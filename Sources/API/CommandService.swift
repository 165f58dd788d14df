import Views

/// The running server as the API sees it: what can be asked, and what an officer can order.
package protocol CommandService: QuerySource {
    /// Returns after the commit that holds the command.
    ///
    /// - Throws: `ProblemView` with a code of `CommandRefusal` where it was refused, else `stopping`, `queue_full`,
    ///   `store_full`.
    func perform(_ command: CommandRequest, on incident: String) async throws(ProblemView) -> CommandView
    /// Newest first, each as a line of JSON without timeline and evidence: as it is stored, so that a page of a thousand
    /// costs little more than reading it while an alarm flood goes on.
    func incidentLines(_ query: IncidentQuery) throws(ProblemView) -> [String]
    /// Takes down what somebody told; returns the incident that it joined or opened.
    func report(_ report: ReportRequest) async throws(ProblemView) -> CommandView
    /// Everyone on file, masked.
    func people() throws(ProblemView) -> [PersonView]
    /// Takes people in, shows one in full, or erases one; returns after the commit of the entry that says so.
    func perform(_ action: PeopleRequest.Action, _ request: PeopleRequest) async throws(ProblemView) -> PeopleView
    /// Makes a verified copy in a folder on the server's machine.
    func backup(to directory: String) async throws(ProblemView) -> BackupView
    /// Returns after the commit that holds the command.
    ///
    /// - Throws: `ProblemView` with the code of the refusal, else as `perform(_:on:)`.
    func perform(
        _ action: AlarmCommandRequest.Action, _ command: AlarmCommandRequest
    ) async throws(ProblemView) -> AlarmsView.Suppression
    /// Alarms that are on or chatter, and what is not told.
    func alarms(limit: Int) async throws(ProblemView) -> AlarmsView
    /// Rules that cannot decide now, the longest first.
    func unknownRules(limit: Int) async throws(ProblemView) -> UnknownRulesView
    /// Reads the city's folder again.
    func reload() async throws(ProblemView) -> ReloadView
    /// Log entries committed from now on.
    ///
    /// - Parameter bufferLimit: entries that may wait for a slow reader.
    func follow(bufferLimit: Int) -> AsyncStream<FeedUpdate>
}

/// One step of the feed.
package enum FeedUpdate: Sendable {
    case entry(LogEntryView)
    /// The reader was too slow; so many entries were not kept for it. They stand in the log.
    case missed(Int)
}
