import Telemetry
import Views

/// One small city and one incident, for everything that is rendered.
enum Samples {
    static let names = NameBook(
        city: Bilingual(chinese: "临江市", english: "Linjiang"), utcOffsetMinutes: 480, exercise: false,
        stations: [
            "yuan-01": Bilingual(chinese: "上游水文站", english: "Upper gauge"),
            "panic-03": Bilingual(chinese: "三中门卫", english: "School 3 gate"),
        ],
        places: ["yuan-upper": Bilingual(chinese: "沅水上段", english: "Yuan River, upper reach")],
        districts: ["north": Bilingual(chinese: "北城区", english: "North District")],
        departments: [
            "water": Bilingual(chinese: "水利局", english: "Water Resources Bureau"),
            "police": Bilingual(chinese: "公安局（110）", english: "Police (110)"),
            "weather": Bilingual(chinese: "气象局", english: "Meteorological Bureau"),
        ],
        officers: [
            "duty-officer": Bilingual(chinese: "值班员", english: "Duty officer"),
            "duty-leader": Bilingual(chinese: "带班领导", english: "Duty leader"),
        ],
        hazards: ["river_flood": Bilingual(chinese: "江河洪水", english: "River flood")])

    /// 18:00:00 in Linjiang on 1 July 2026, and so many seconds.
    static func time(_ seconds: Int64) -> Timestamp {
        Timestamp(seconds: 1_782_900_000 + seconds)
    }

    static let summary = Bilingual(
        chinese: "上游水文站 水位 3.12 m，超过警戒 3.00", english: "Upper gauge at 3.12 m, above warning 3.00")

    static let incident = IncidentView(
        id: "I-2026-000001", version: 14, hazard: "river_flood", place: "yuan-upper", district: "north",
        status: .underWay, warningColour: .orange, raisedAt: time(0), firstEventAt: time(-300),
        acknowledgedAt: time(62), acknowledgedBy: "duty-officer", summary: summary,
        alarms: [
            IncidentView.Alarm(
                alert: "RiverAboveWarning", key: "yuan-01", state: .on, warningColour: .yellow, station: "yuan-01",
                raisedAt: time(0), firstEventAt: time(-300), summary: summary, quantity: "stage", value: 3.12,
                unit: "m",
                evidence: [
                    .init(name: "expr", value: "value >= station.warning"),
                    .init(name: "station.warning", value: "3 m (防汛预案 2025 表 3, 2025-04-01)"),
                ])
        ],
        departments: [
            IncidentView.Department(
                id: "water", state: .underWay, order: "O-2026-000001", orderVersion: 2, role: "lead",
                tasks: [Bilingual(chinese: "加密水情观测", english: "Observe the stage more often")], issuedAt: time(0),
                handedOverAt: time(1), acknowledgedAt: time(40), person: "李某"),
            IncidentView.Department(
                id: "weather", state: .handedOver, deadline: time(601), order: "O-2026-000002", issuedAt: time(0),
                handedOverAt: time(1), stepsClimbed: 1),
            IncidentView.Department(
                id: "police", state: .proposed, deadline: time(180), order: "O-2026-000003", mode: "propose",
                tasks: [Bilingual(chinese: "转移低洼地区群众", english: "Evacuate the low-lying areas")]),
        ],
        duty: .init(officer: "duty-officer", toldAt: time(0), acknowledgeBy: nil), toldOfficers: ["duty-officer"])

    static let panic = IncidentView(
        id: "I-2026-000002", hazard: "panic", place: "panic-03", district: "north", status: .raised,
        warningColour: nil, raisedAt: time(90), firstEventAt: time(90),
        summary: Bilingual(chinese: "三中门卫 紧急求助", english: "Panic button at School 3 gate"),
        alarms: [
            IncidentView.Alarm(
                alert: "Panic", key: "panic-03", state: .on, warningColour: nil, station: "panic-03",
                raisedAt: time(90),
                firstEventAt: time(90), lifeSafety: true, latching: true, unverified: true,
                summary: Bilingual(chinese: "三中门卫 紧急求助", english: "Panic button at School 3 gate"))
        ],
        departments: [
            IncidentView.Department(
                id: "police", state: .declined, order: "O-2026-000004", role: "lead", issuedAt: time(90),
                handedOverAt: time(91), person: "王某", reason: "警力不足")
        ],
        duty: .init(officer: "duty-officer", toldAt: time(90), acknowledgeBy: time(210)),
        toldOfficers: ["duty-officer"],
        exercise: true)

    static let closed = IncidentView(
        id: "I-2026-000003", hazard: "gas_leak", place: "gas-07", district: "north", status: .closed,
        warningColour: .red, raisedAt: time(-7_200), firstEventAt: time(-7_200), acknowledgedAt: time(-7_100),
        acknowledgedBy: "duty-officer", clearedAt: time(-3_600), closedAt: time(-3_000), closedBy: "duty-officer",
        closeReason: "阀门已关闭，复测正常", summary: Bilingual(chinese: "可燃气体 55 %LEL", english: "Combustible gas 55 %LEL"))

    static let status = StatusView(
        city: Bilingual(chinese: "临江市", english: "Linjiang"), version: "0.1.0", state: .serving, exercise: true,
        clock: "exercise", now: time(0), broker: .connected, readingsCommitted: 1_234_567, duplicates: 12,
        quarantined: 3,
        incidentsOpen: 2, logEntries: 345, logHead: String(repeating: "ab", count: 32), outboxPending: 1,
        channels: [
            ChannelView(channel: "mqtt", waiting: 1, handedOver: 1_204, retried: 3, givenUp: 0),
            ChannelView(channel: "sms", waiting: 0, handedOver: 40, retried: 12, givenUp: 2),
        ], storeFull: false, configuration: "0123456789abcdef")
}
