/// Opens the access, runs the body and closes it whatever happens.
func withAccess<Result>(_ options: GlobalOptions, _ body: (Access) async throws -> Result) async throws -> Result {
    let access = try await Access.open(options)
    do {
        let result = try await body(access)
        await access.close()
        return result
    } catch {
        await access.close()
        throw error
    }
}

/// The same for what only a running server knows or takes.
func withServer<Result>(
    _ options: GlobalOptions, _ body: (SocketClient) async throws -> Result
) async throws -> Result {
    let client = try Access.server(options)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}
