import API
import Store
import Telemetry
import Views

/// Can the stored data be read, and is the log what it was?
enum DatabaseCheck {
    static func findings(_ options: GlobalOptions) async -> [FindingView] {
        do {
            let access = try await Access.open(options)
            do {
                let findings = try await read(access) + fileFindings(options.dataFolder)
                await access.close()
                return findings
            } catch {
                await access.close()
                throw error
            }
        } catch {
            return [failed(CommandFailure.of(error), options.dataFolder)]
        }
    }

    private static func read(_ access: Access) async throws -> [FindingView] {
        let status = try await access.status()
        let readings = NumberText.count(status.readingsCommitted)
        var findings = [
            FindingView(
                area: "database", severity: .good,
                message: Bilingual(
                    chinese: "可读：读数 \(readings) 条，日志 \(status.logEntries) 条",
                    english: "Readable: \(readings) readings, \(status.logEntries) log entries"))
        ]
        if status.storeFull {
            findings.append(
                FindingView(
                    area: "database", severity: .failure,
                    message: Bilingual(
                        chinese: "无法写入，已停止确认报文", english: "It can't be written; acknowledging has stopped"),
                    remedy: Bilingual(chinese: "腾出磁盘空间。", english: "Make room on the disk.")))
        }
        let verification = try await access.verify(head: nil)
        if verification.verified {
            findings.append(
                FindingView(
                    area: "database", severity: .good,
                    message: Bilingual(
                        chinese: "日志链完好（\(verification.entries) 条）",
                        english: "The log's chain is intact (\(verification.entries) entries)")))
        }
        for finding in verification.findings {
            findings.append(
                FindingView(
                    area: "database", severity: .failure, message: finding.message,
                    remedy: Bilingual(
                        chinese: "保存该目录的副本，与备份比较。", english: "Keep a copy of the folder and compare it with a backup."))
            )
        }
        return findings
    }

    /// Whether SQLite finds the file whole. A check of its own connection, beside a running server too.
    private static func fileFindings(_ folder: String) -> [FindingView] {
        let problems: [String]
        do {
            problems = try StoreReader.open(folder: folder).integrityProblems(quick: true, patience: 15)
        } catch {
            guard error.kind == .interrupted else { return fileProblems([error.message]) }
            return [
                FindingView(
                    area: "database", severity: .note,
                    message: Bilingual(
                        chinese: "数据库太大，快速检查半分钟内未完成",
                        english: "The database is too large: the quick check did not end within half a minute"),
                    remedy: Bilingual(
                        chinese: "做一次备份：“tocsin backup 目录”会完整检查副本。",
                        english: "Take a backup: “tocsin backup DIR” checks the whole copy."))
            ]
        }
        if !problems.isEmpty { return fileProblems(problems) }
        return [
            FindingView(
                area: "database", severity: .good,
                message: Bilingual(
                    chinese: "数据库文件完好（quick_check）", english: "The database file is whole (quick_check)"))
        ]
    }

    private static func fileProblems(_ problems: [String]) -> [FindingView] {
        problems.map { problem in
            let text = DisplayText.safe(problem, limit: 300)
            return FindingView(
                area: "database", severity: .failure,
                message: Bilingual(chinese: "数据库文件有损：\(text)", english: "The database file is damaged: \(text)"),
                remedy: Bilingual(
                    chinese: "停止服务，保存该目录的副本，恢复最近的备份。",
                    english: "Stop the server, keep a copy of the folder, and restore the newest backup."))
        }
    }

    private static func failed(_ failure: CommandFailure?, _ folder: String) -> FindingView {
        guard let problem = failure?.problem else {
            return FindingView(
                area: "database", severity: .failure,
                message: Bilingual(chinese: "无法读取 \(folder)", english: "\(folder) can't be read"),
                remedy: Bilingual(chinese: "检查目录和权限。", english: "Check the folder and its rights."))
        }
        return FindingView(
            area: "database", severity: problem.code == "no_data" ? .note : .failure,
            message: Bilingual(
                chinese: "\(folder)：\(problem.message.chinese)", english: "\(folder): \(problem.message.english)"),
            remedy: problem.remedy)
    }
}
