import Views

/// Sends an order about an incident to the server and shows the incident after it.
func sendOrder(_ command: CommandRequest, on incident: String, _ options: GlobalOptions) async throws {
    let path = command.action == .answer ? "answers" : command.action.rawValue
    try await sendOrder(command, to: "incidents/\(SocketClient.part(incident))/\(path)", options)
}

/// Sends a body to a path that answers with an incident, and shows that.
func sendOrder(_ body: some Encodable & Sendable, to path: String, _ options: GlobalOptions) async throws {
    try await withServer(options) { client in
        let view = try await client.post(CommandView.self, path, body)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            let names = try await client.get(NameBook.self, "names")
            for notice in view.notices { Output.note(notice[options.language]) }
            try Output.write(IncidentSheet.render(view.incident, names: names, language: options.language))
        }
    }
}
