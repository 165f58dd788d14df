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
