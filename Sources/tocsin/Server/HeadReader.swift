import Store
import Telemetry
import Views

/// Reads the head that is kept outside the data folder.
enum HeadReader {
    static func read(_ path: String) throws -> VerificationView.Head {
        let head: VerificationView.Head?
        do throws(StoreError) {
            head = try HeadFile.read(path).map { .init(entries: $0.entries, hash: $0.hash.hex) }
        } catch {
            throw CommandFailure(ProblemView(storeMessage: error.message, code: "bad_head"), place: path)
        }
        guard let head else {
            throw CommandFailure(
                ProblemView(
                    code: "no_file",
                    message: Bilingual(chinese: "没有这个链首文件。", english: "There is no such head file."),
                    remedy: Bilingual(
                        chinese: "给出服务写在数据目录外的那份 tocsin.head。",
                        english: "Name the copy of tocsin.head that is kept outside the data folder.")),
                place: path)
        }
        return head
    }
}
