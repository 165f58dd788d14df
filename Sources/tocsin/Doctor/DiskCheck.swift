import Glibc
import Telemetry
import Views

/// Is there room, and is the ballast there that lets a full disk be opened again?
enum DiskCheck {
    /// Below this the disk is as good as full: about ten minutes at 5,000 readings a second.
    private static let failureBytes: Int64 = 1 << 30
    /// Below this it will be full within a day at that rate.
    private static let warningBytes: Int64 = 20 << 30

    static func findings(dataFolder: String, ballastMebibytes: Int) -> [FindingView] {
        var folder = dataFolder
        var volume = statvfs()
        // A data folder that does not exist yet lies on its parent's disk.
        while statvfs(folder, &volume) != 0, folder != "/", folder != "." {
            let parent = folder.split(separator: "/", omittingEmptySubsequences: true).dropLast().joined(separator: "/")
            folder = folder.hasPrefix("/") ? "/" + parent : (parent.isEmpty ? "." : parent)
        }
        let free = Int64(volume.f_bavail) * Int64(volume.f_frsize)
        return [room(free, dataFolder)] + ballast(dataFolder, ballastMebibytes)
    }

    private static func room(_ free: Int64, _ folder: String) -> FindingView {
        let gibibytes = NumberText.value((Double(free) / Double(1 << 30) * 10).rounded() / 10)
        let message = Bilingual(chinese: "可用 \(gibibytes) GiB（\(folder)）", english: "\(gibibytes) GiB free (\(folder))")
        guard free < warningBytes else { return FindingView(area: "disk", severity: .good, message: message) }
        return FindingView(
            area: "disk", severity: free < failureBytes ? .failure : .warning, message: message,
            remedy: Bilingual(
                chinese: "腾出空间，或在 city.yaml 的 store 中缩短 retention。",
                english: "Make room, or shorten retention under store in city.yaml."))
    }

    private static func ballast(_ dataFolder: String, _ mebibytes: Int) -> [FindingView] {
        var status = stat()
        guard mebibytes > 0, access(dataFolder + "/tocsin.sqlite", F_OK) == 0 else { return [] }
        if stat(dataFolder + "/ballast", &status) == 0, Int64(status.st_size) >= Int64(mebibytes) << 20 {
            return [
                FindingView(
                    area: "disk", severity: .good,
                    message: Bilingual(
                        chinese: "压舱文件 \(mebibytes) MiB 在位", english: "The ballast file of \(mebibytes) MiB is there"))
            ]
        }
        return [
            FindingView(
                area: "disk", severity: .warning,
                message: Bilingual(
                    chinese: "压舱文件不在：磁盘写满过，或空间不足以重建",
                    english: "The ballast file is gone: the disk was full, or lacks the room to take it again"),
                remedy: Bilingual(
                    chinese: "腾出至少 \(2 * mebibytes) MiB；服务会自行重建。",
                    english: "Make at least \(2 * mebibytes) MiB of room; the server takes it again by itself."))
        ]
    }
}
