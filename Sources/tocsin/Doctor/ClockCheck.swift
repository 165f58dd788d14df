import CClock
import Telemetry
import Views

/// Is the machine's clock kept by NTP? Sensors' times are judged against it, and orders are dated by it.
enum ClockCheck {
    static func findings() -> [FindingView] {
        var state = timex()
        // Asks only (`modes` 0); needs no rights. TIME_ERROR says that the clock is not synchronised.
        let result = adjtimex(&state)
        guard result >= 0 else {
            return [
                FindingView(
                    area: "clock", severity: .warning,
                    message: Bilingual(chinese: "无法查询时钟同步状态", english: "The clock's state can't be asked"),
                    remedy: Bilingual(chinese: "手工核对系统时间。", english: "Check the system's time by hand."))
            ]
        }
        if result == TIME_ERROR || state.status & STA_UNSYNC != 0 {
            return [
                FindingView(
                    area: "clock", severity: .failure,
                    message: Bilingual(
                        chinese: "系统时钟未与时间服务器同步", english: "The clock is not synchronised with a time server"),
                    remedy: Bilingual(
                        chinese: "安装并启用 chrony 或 systemd-timesyncd（在容器中由宿主机负责）。",
                        english: "Install and enable chrony or systemd-timesyncd (in a container, on its host)."))
            ]
        }
        let error = NumberText.value(Double(state.esterror) / 1e6)
        return [
            FindingView(
                area: "clock", severity: .good,
                message: Bilingual(
                    chinese: "时钟已同步，估计误差 \(error) 秒", english: "The clock is synchronised, estimated error \(error) s"))
        ]
    }
}
