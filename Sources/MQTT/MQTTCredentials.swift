/// User and password of one MQTT session. Printing it never shows the password.
package struct MQTTCredentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    package var description: String { "user \(user), password hidden" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

extension MQTTCredentials {
    /// What the configuration said about the password, with the contents that the caller has looked up.
    package struct Source: Sendable {
        /// User name; nil connects without one.
        package var user: String?
        /// `password_file` and its bytes, or nil for the bytes if it could not be read.
        package var file: (path: String, contents: [UInt8]?)?
        /// `password_env` and its value, or nil for the value if it is not set.
        package var environment: (name: String, value: String?)?

        package init(
            user: String?, file: (path: String, contents: [UInt8]?)? = nil,
            environment: (name: String, value: String?)? = nil
        ) {
            self.user = user
            self.file = file
            self.environment = environment
        }
    }

    /// MQTT 5, 3.1.3.6: the password's length is two bytes.
    package static let passwordLimitBytes = 65_535

    /// Makes credentials from what was looked up: the file's first line without its line end, or the variable's value.
    ///
    /// - Returns: nil if no user is configured.
    /// - Throws: `MQTTError.credentials` if both sources are given, the chosen one is missing, or it is empty.
    package static func resolve(_ source: Source) throws(MQTTError) -> MQTTCredentials? {
        guard let user = source.user else {
            guard source.file == nil, source.environment == nil else {
                throw .credentials("A password is configured for the broker, but no user. Add `user`.")
            }
            return nil
        }
        switch (source.file, source.environment) {
        case (.some, .some):
            throw .credentials("Both `password_file` and `password_env` are configured. Keep one of them.")
        case (.none, .none):
            throw .credentials(
                "User \(user) has no password. Add `password_file` (a path) or `password_env` (a variable's name).")
        case (.some(let file), .none):
            return MQTTCredentials(user: user, password: try password(path: file.path, contents: file.contents))
        case (.none, .some(let variable)):
            guard let value = variable.value, !value.isEmpty else {
                throw .credentials("The environment variable \(variable.name) for the password is not set or empty.")
            }
            return MQTTCredentials(user: user, password: try checked(value, from: "variable \(variable.name)"))
        }
    }

    private static func password(path: String, contents: [UInt8]?) throws(MQTTError) -> String {
        guard let contents else {
            throw .credentials("The password file \(path) cannot be read. Check its path and owner.")
        }
        let line = contents.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty else {
            throw .credentials("The first line of the password file \(path) is empty. Write the password there.")
        }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw .credentials("The password file \(path) is not UTF-8.")
        }
        return try checked(text, from: "file \(path)")
    }

    private static func checked(_ password: String, from place: String) throws(MQTTError) -> String {
        guard password.utf8.count <= passwordLimitBytes else {
            throw .credentials("The password from \(place) is longer than \(passwordLimitBytes) bytes, MQTT's limit.")
        }
        guard !password.utf8.contains(0) else {
            throw .credentials("The password from \(place) holds a zero byte.")
        }
        return password
    }
}
