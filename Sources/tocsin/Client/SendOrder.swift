import Views

/// Sends an order to the server and shows the incident after it.
func sendOrder(_ command: CommandRequest, on incident: String, _ options: GlobalOptions) async throws {
    let path = command.action == .answer ? "answers" : command.action.rawValue
    try await withServer(options) { client in
        let view = try await client.post(CommandView.self, "incidents/\(SocketClient.part(incident))/\(path)", command)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            let names = try await client.get(NameBook.self, "names")
            try Output.write(IncidentSheet.render(view.incident, names: names, language: options.language))
        }
    }
}
