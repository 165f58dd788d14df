import Crypto
import Foundation
import Store
import Views

/// People who called, outside log, journal and database: one file each in the data folder's `people`, for its owner's eyes
/// only, so that erasing a person is removing a file. Log and journal hold a digest, with a salt that lies here too: without
/// the folder nobody can tell whose it is.
struct PeopleFolder {
    /// The folder itself.
    let path: String

    init(dataFolder: String) {
        path = dataFolder + "/people"
    }

    /// What stands for a caller's number in log and journal, 24 hexadecimal digits: two calls of one number have the same.
    ///
    /// - Returns: nil where there is no number, or the salt can't be written.
    func digest(of caller: ReportRequest.Caller?) -> String? {
        guard let number = caller?.phone.flatMap(PeopleFolder.digits), let salt = salt() else { return nil }
        let code = HMAC<SHA256>.authenticationCode(for: Data(number.utf8), using: SymmetricKey(data: salt))
        return code.prefix(12).map { String(format: "%02x", $0) }.joined()
    }

    /// Keeps name and number; a later call of the same number takes the earlier one's place.
    ///
    /// - Returns: false where they could not be written: whoever took the call has to note them elsewhere.
    func keep(_ caller: ReportRequest.Caller, as digest: String?) -> Bool {
        guard salt() != nil, let json = try? JSONEncoder().encode(caller) else { return false }
        // Somebody without a number is nobody's second call: a name of its own for each.
        return write(json, to: "\(path)/\(digest ?? "unnumbered-" + UUID().uuidString.lowercased()).json")
    }

    /// The digits of a telephone number; `+86` and `0086` are the same as nothing. Nil for what is no number.
    static func digits(_ phone: String) -> String? {
        var digits = phone.unicodeScalars.filter { ("0"..."9").contains($0) }.map(String.init).joined()
        if phone.contains("+"), digits.hasPrefix("86") { digits.removeFirst(2) }
        if digits.hasPrefix("0086") { digits.removeFirst(4) }
        return (3...20).contains(digits.count) ? digits : nil
    }

    private func salt() -> Data? {
        let file = path + "/salt"
        if let known = FileManager.default.contents(atPath: file), known.count == 32 { return known }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            // Two calls at once must not make two: whoever comes second reads what the first has written.
            try fresh.write(to: URL(filePath: file), options: .withoutOverwriting)
            return fresh
        } catch {
            return FileManager.default.contents(atPath: file).flatMap { $0.count == 32 ? $0 : nil }
        }
    }

    private func write(_ data: Data, to file: String) -> Bool {
        (try? FileSystem.replace(file, with: Array(data))) != nil
    }
}
