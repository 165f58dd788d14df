import Channels
import Delivery
import Operations
import Telemetry
import Views

/// Has every channel what it needs: its secret, its program, an address that may be connected to? Nothing is sent.
enum ChannelsCheck {
    static func findings(_ loaded: LoadedCity?) async -> [FindingView] {
        let inspection = ChannelInspection(
            ChannelSurroundings(
                bootNanoseconds: { 0 }, wallTime: { .distantPast }, environment: CommandEnvironment.all))
        var findings: [FindingView] = []
        for channel in loaded?.channels ?? [] {
            if let finding = view(await inspection.finding(channel), channel.id) { findings.append(finding) }
        }
        return findings
    }

    private static func view(_ finding: ChannelInspection.Finding, _ id: String) -> FindingView? {
        switch finding {
        case .nothingToSee: nil
        case .good:
            FindingView(
                area: "channels", severity: .good,
                message: Bilingual(chinese: "通道 \(id) 所需齐备", english: "The channel \(id) has what it needs"))
        case .secretUnreadable(let why):
            failure(
                Bilingual(chinese: "通道 \(id) 的密钥读不到：\(why)", english: "The channel \(id) lacks a secret: \(why)"),
                Bilingual(
                    chinese: "核对文件、权限或服务的环境变量。",
                    english: "Check the file, its rights, or the server's environment."))
        case .programMissing(let path):
            failure(
                Bilingual(
                    chinese: "通道 \(id) 的程序 \(path) 不能执行", english: "The channel \(id) can't execute \(path)"),
                Bilingual(chinese: "安装该程序或改正路径。", english: "Install it, or mend the path."))
        case .urlWrong(let why):
            failure(
                Bilingual(chinese: "通道 \(id) 的网址有误：\(why)", english: "The channel \(id) has no usable URL: \(why)"),
                Bilingual(chinese: "改正保存网址的文件。", english: "Mend the file that holds it."))
        case .unresolved(let host):
            failure(
                Bilingual(
                    chinese: "通道 \(id) 的主机 \(host) 解析不到地址",
                    english: "The channel \(id): the name \(host) has no address"),
                Bilingual(chinese: "核对域名和 DNS。", english: "Check the name and the DNS."))
        case .addressRefused(let host, let address, let why):
            failure(
                Bilingual(
                    chinese: "通道 \(id) 的主机 \(host) 指向 \(address)，不允许连接（\(why)）",
                    english: "The channel \(id): \(host) leads to \(address), which may not be connected to (\(why))"),
                Bilingual(
                    chinese: "确属本单位地址时，列入 allow_addresses；否则改正网址。",
                    english: "Where it is meant, list it in allow_addresses; else mend the URL."))
        }
    }

    private static func failure(_ message: Bilingual, _ remedy: Bilingual) -> FindingView {
        FindingView(area: "channels", severity: .failure, message: message, remedy: remedy)
    }
}
