import Telemetry

/// What `tocsin backup` and `tocsin restore` did.
package enum BackupSheet {
    package static func render(_ backup: BackupView, restored: Bool, language: Language) -> String {
        let directory = DisplayText.safe(backup.directory)
        let readings = NumberText.count(backup.readings)
        let entries = NumberText.count(backup.logEntries)
        switch (restored, language) {
        case (false, .chinese):
            return "已备份并校验：\(directory)\n  读数 \(readings) 条，日志 \(entries) 条，链首 \(backup.logHead)\n"
        case (false, .english):
            return "Backed up and verified: \(directory)\n"
                + "  \(readings) readings, \(entries) log entries, head \(backup.logHead)\n"
        case (true, .chinese):
            return "已从备份恢复：\(directory)\n  读数 \(readings) 条，日志 \(entries) 条，链首 \(backup.logHead)\n"
                + "  新的纪元：下次启动将记录备份以来的缺口，并使用新的客户端标识。\n"
        case (true, .english):
            return "Restored from \(directory)\n"
                + "  \(readings) readings, \(entries) log entries, head \(backup.logHead)\n"
                + "  A new epoch: the next start logs the gap since the backup and uses a new client id.\n"
        }
    }
}
