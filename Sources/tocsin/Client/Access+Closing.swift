/// Opens the access, runs the body and closes it whatever happens.
func withAccess(_ options: GlobalOptions, _ body: (Access) async throws -> Void) async throws {
    let access = try await Access.open(options)
    do {
        try await body(access)
    } catch {
        await access.close()
        throw error
    }
    await access.close()
}

/// The same for what only a running server knows or takes.
func withServer(_ options: GlobalOptions, _ body: (SocketClient) async throws -> Void) async throws {
    let client = try Access.server(options)
    do {
        try await body(client)
    } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}
