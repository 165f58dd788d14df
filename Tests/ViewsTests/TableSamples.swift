import Telemetry
import Views

enum TableSamples {
    static let stations = [
        StationView(
            id: "yuan-01", name: Bilingual(chinese: "上游水文站", english: "Upper gauge"), district: "north",
            place: "yuan-upper", registered: true, lifeSafety: false, latitude: 27.55, longitude: 109.95,
            quantities: [
                .init(
                    quantity: "stage", unit: "m", heartbeatSeconds: 300, lastEventTime: Samples.time(0),
                    lastReceivedAt: Samples.time(1), lastValue: 3.12,
                    thresholds: [.init(name: "warning", value: 3, source: "防汛预案 2025 表 3", date: "2025-04-01")])
            ]),
        StationView(
            id: "x\u{1B}[2J", name: Bilingual("x"), district: "", place: "", registered: false, lifeSafety: true,
            latitude: nil, longitude: nil, quantities: []),
    ]

    static let readings = [
        ReadingView(
            station: "yuan-01", quantity: "stage", eventTime: Samples.time(0), receivedAt: Samples.time(1), value: 3.12,
            unit: "m", quality: 2, revision: 0, marks: []),
        ReadingView(
            station: "yuan-01", quantity: "stage", eventTime: Samples.time(60), receivedAt: Samples.time(300),
            value: -0.000_025,
            unit: "m", quality: 3, revision: 1, marks: ["late", "correction"]),
    ]

    static let quarantine = [
        QuarantineView(
            id: 2, receivedAt: Samples.time(5), topic: "city/north/security/panic-03/panic", reason: "not_json",
            text: "The payload is not JSON.", station: "panic-03", lifeSafety: true, payloadBytes: 6,
            payloadBase64: "eyJ0GzpdCg==")
    ]

    static let findings = [
        FindingView(
            area: "broker", severity: .good,
            message: Bilingual(chinese: "mqtt://127.0.0.1:1883 可连接", english: "mqtt://127.0.0.1:1883 answers")),
        FindingView(
            area: "clock", severity: .failure,
            message: Bilingual(chinese: "系统时钟未同步", english: "The clock is not synchronised"),
            remedy: Bilingual(chinese: "安装 chrony。", english: "Install chrony.")),
    ]

    static let verifications = [
        VerificationView(
            verified: true, entries: 345, head: String(repeating: "cd", count: 32),
            comparedWith: .init(entries: 340, hash: String(repeating: "ef", count: 32)), findings: [], replayed: true),
        VerificationView(
            verified: false, entries: 345, head: String(repeating: "cd", count: 32), comparedWith: nil,
            findings: [
                .init(
                    code: "changed", entry: 17,
                    message: Bilingual(chinese: "第 17 条被改动。", english: "Entry 17 was changed."))
            ], replayed: false),
    ]

    static let backup = BackupView(
        directory: "/backup/1", takenAt: Samples.time(0), bytes: 4_096, logEntries: 345,
        logHead: String(repeating: "ab", count: 32), readings: 1_234_567)
}
