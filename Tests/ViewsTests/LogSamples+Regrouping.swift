import Views

extension LogSamples {
    private static let why = #""by":"duty-officer","reason":"同一场洪水""#
    private static let moved = #""alarms":[{"alert":"RiverAboveWarning","key":"yuan-01"}],"orders":["O-2026-000001"]"#

    /// Incidents that people put together and take apart.
    static func regrouping(_ code: LogCode) -> [String] {
        switch code {
        case .incidentMerged: ["\(hazard),\(colour),\"into\":\"I-2026-000002\",\(why),\(moved)"]
        case .incidentTookOver:
            [true, false].map { rings in
                "\(hazard),\(colour),\"from\":\"I-2026-000002\",\"from_hazard\":\"road_water\",\"from_place\":\"yuan-upper\","
                    + "\"rings\":\(rings),\"reopenings\":0,\(why)"
            }
        case .incidentGaveBack: ["\(hazard),\(colour),\"to\":\"I-2026-000002\",\(why),\(moved)"]
        case .incidentSplit: ["\(hazard),\(colour),\"off\":\"I-2026-000002\",\(why),\(moved)"]
        case .incidentSplitOff:
            [
                "\(hazard),\(colour),\"from\":\"I-2026-000002\",\"summary\":{\"zh\":\"水位 3.12 m\",\"en\":\"Stage 3.12 m\"},\(why)"
            ]
        case .alarmMovedIn:
            ["on", "held"].map { state in
                "\(hazard),\(shortAlarm),\"from\":\"I-2026-000002\",\"state\":\"\(state)\""
            }
        case .orderMovedIn: ["\(order),\(tasks),\"from\":\"I-2026-000002\",\"state\":\"issued\""]
        case .regroupingUndone:
            ["merge", "split", "link", "unlink", "parent"].map { word in
                "\"regrouping\":\"\(word)\",\"other\":\"I-2026-000002\",\(why)"
            } + ["\"regrouping\":\"parent\",\"other\":null,\(why)"]
        case .incidentLinked, .incidentUnlinked: ["\"other\":\"I-2026-000002\",\"by\":\"duty-officer\",\"reason\":null"]
        case .parentSet:
            [
                "\"parent\":\"I-2026-000002\",\"former\":null,\(why)",
                "\"parent\":null,\"former\":\"I-2026-000002\",\"by\":\"duty-officer\",\"reason\":null",
            ]
        case .childAdded, .childRemoved: ["\"child\":\"I-2026-000002\",\(why)"]
        default: []
        }
    }
}
