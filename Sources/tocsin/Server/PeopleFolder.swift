import Crypto
import Foundation
import Views

/// People who called, outside log, journal and database: one file each in the data folder's `people`, mode 0600, so that
/// erasing one is removing a file. Log and journal hold a digest with a salt that lies here too.
struct PeopleFolder {
    let path: String

    init(dataFolder: String) {
        path = dataFolder + "/people"
    }

    /// Keeps a caller, and gives the digest that stands for the number.
    ///
    /// - Returns: nil where there is no number, or the folder can't be written: the report counts all the same.
    func digest(of caller: ReportRequest.Caller?) -> String? {
        guard let caller, let phone = caller.phone else { return nil }
        let digits = String(phone.unicodeScalars.filter { ("0"..."9").contains($0) || $0 == "+" })
        guard !digits.isEmpty, digits.utf8.count <= 40, let salt = salt() else { return nil }
        let code = HMAC<SHA256>.authenticationCode(for: Data(digits.utf8), using: SymmetricKey(data: salt))
        let digest = code.prefix(12).map { String(format: "%02x", $0) }.joined()
        if let data = try? JSONEncoder().encode(caller) { _ = write(data, to: "\(path)/\(digest).json") }
        return digest
    }

    private func salt() -> Data? {
        let file = path + "/salt"
        if let known = FileManager.default.contents(atPath: file), known.count == 32 { return known }
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return write(fresh, to: file) ? fresh : nil
    }

    private func write(_ data: Data, to file: String) -> Bool {
        FileManager.default.createFile(atPath: file, contents: data, attributes: [.posixPermissions: 0o600])
    }
}
