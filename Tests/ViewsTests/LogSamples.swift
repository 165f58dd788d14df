import Telemetry
import Views

/// One log line for every code that has a sentence of its own.
enum LogSamples {
    static let hazard = #""hazard":"river_flood","place":"yuan-upper","district":"north""#
    static let colour = #""colour":"orange","proposed":true,"life_safety":false"#
    static let shortAlarm =
        #""alert":"RiverAboveWarning","key":"yuan-01","alarm_colour":"orange","station":"yuan-01""#
    private static let alarm =
        shortAlarm
        + #","quantity":"stage","value":3.12,"unit":"m","event_time":"2026-07-01T09:55:00Z","latching":false,"#
        + #""unverified":false,"rule":"river/stage.yaml 0123456789abcdef","#
        + #""summary":{"zh":"上游水文站 水位 3.12 m","en":"Upper gauge at 3.12 m"},"labels":{},"evidence":{"expr":"value >= 3"}"#
    private static let alarmKey =
        #""alert":"GaugeSilent","key":"yuan-01","hazard":"river_flood","place":"yuan-upper","district":"north","colour":"blue""#
    static let order = #""order":"O-2026-000001","version":2,"department":"water""#
    private static let answer =
        #""state":"accepted","person":"李某","via":"mqtt","by":null,"note":null,"claimed_at":null,"accepted":true,"reason":null,"late":false,"contradictory":false"#
    static let tasks =
        #""tasks":[{"zh":"巡查堤防","en":"Patrol the dykes"},{"zh":"加密观测","en":"Observe more often"}]"#

    static func fields(_ code: LogCode) -> [String] {
        switch code {
        case .incidentRaised:
            [
                "\(hazard),\(colour),\(alarm),\"matrix_row\":\"river_flood/orange\"",
                #""hazard":"panic","place":"panic-03","district":"north","colour":null,"unverified":true,"summary":{"zh":"","en":""}"#,
            ]
        case .alarmJoined:
            [
                "\(hazard),\(colour),\(alarm),\"repeated\":false,\"rings\":1",
                "\(hazard),\(colour),\(alarm),\"repeated\":true,\"rings\":2",
            ]
        case .incidentUpgraded:
            ["\(hazard),\(colour),\"from_colour\":\"yellow\",\"worse\":[\"colour\"],\"was_acknowledged\":true,\(alarm)"]
        case .incidentReopened:
            ["\(hazard),\(colour),\"reopenings\":1,\"worse\":[],\"was_acknowledged\":false,\(alarm)"]
        case .alarmCleared:
            [
                "\(hazard),\(colour),\(alarm)", "\(hazard),\(shortAlarm),\"reset_by\":\"duty-officer\"",
                "\(hazard),\(shortAlarm),\"declared_by\":\"duty-officer\",\"reason\":\"现场已退水\"",
            ]
        case .alarmConditionEnded, .alarmHeld, .alarmRestored: ["\(hazard),\(alarm)"]
        case .incidentCleared:
            [
                "\(hazard),\(colour),\"acknowledged\":true,\"unfinished_orders\":[]",
                "\(hazard),\(colour),\"acknowledged\":true,\"unfinished_orders\":[\"O-2026-000001\",\"O-2026-000002\"]",
            ]
        case .incidentHeld: ["\(hazard),\(colour)"]
        case .alarmWithoutIncident: ["\"change\":\"cleared\",\(hazard),\(alarm)"]
        case .incidentFoundLate, .alarmRaisedLate:
            ["\(hazard),\(colour),\(alarm),\"late\":true,\"ended_at\":\"2026-07-01T09:58:00Z\""]
        case .alarmRetracted:
            [
                "\(hazard),\(alarm),\"late\":true,\"ended_at\":null,\"previously_began\":\"2026-07-01T09:50:00Z\",\"previously_ended\":null,\"was_on\":true,\"stays_on\":false",
                "\(hazard),\(shortAlarm),\"late\":true,\"previously_began\":\"2026-07-01T09:50:00Z\",\"previously_ended\":\"2026-07-01T09:52:00Z\",\"was_on\":true,\"stays_on\":true,\"evidence\":{\"because\":\"corrected_reading\"}",
            ]
        case .alarmRevised:
            [
                "\(hazard),\(alarm),\"late\":true,\"ended_at\":\"2026-07-01T09:58:00Z\",\"previously_began\":\"2026-07-01T09:50:00Z\",\"previously_ended\":\"2026-07-01T09:52:00Z\"",
                "\(hazard),\(shortAlarm),\"event_time\":\"2026-07-01T09:55:00Z\",\"late\":true,\"previously_began\":\"2026-07-01T09:50:00Z\",\"previously_ended\":null,\"evidence\":{\"because\":\"late_reading\"}",
            ]
        case .alarmReset: ["\(hazard),\(shortAlarm),\"by\":\"duty-officer\""]
        case .officerTold:
            [
                "\(hazard),\(colour),\"officer\":\"duty-officer\",\"reason\":\"raised\",\"acknowledge_by\":\"2026-07-01T10:02:00Z\",\"proposals\":[]",
                "\(hazard),\(colour),\"officer\":\"duty-officer\",\"reason\":\"raised\",\"acknowledge_by\":null,\"proposals\":[],\"on_duty\":\"w-duty-2\"",
            ]
        case .incidentAcknowledged:
            ["\(hazard),\"by\":\"duty-officer\",\"late\":false", "\(hazard),\"by\":\"王主任\",\"late\":true"]
        case .orderProposed:
            [
                "\(order),\"role\":\"linked\",\"mode\":\"propose\",\(tasks),\(colour),\"reason\":\"raised\",\"decide_by\":\"2026-07-01T10:03:00Z\""
            ]
        case .orderApproved: ["\(order),\"by\":\"duty-leader\""]
        case .orderRejected: ["\(order),\"by\":\"duty-leader\",\"reason\":\"水位回落\""]
        case .orderIssued:
            [
                "\(order),\"role\":\"lead\",\"mode\":\"auto\",\(tasks),\(colour),\"reason\":\"raised\",\"channel\":\"mqtt\",\"acknowledge_within\":300"
            ]
        case .orderHandedOver:
            ["\(order),\"channel\":\"mqtt\",\"evidence\":\"puback\",\"acknowledge_by\":\"2026-07-01T10:05:00Z\""]
        case .orderHandOverFailed: ["\(order),\"channel\":\"mqtt\",\"reason\":\"not authorised\",\"climbs\":true"]
        case .orderChannelChanged:
            [
                "\(order),\"kind\":\"order\",\"channel\":\"mqtt\",\"reason\":\"hand_over_failed\",\"cause\":\"http 500\",\"next_channel\":\"water-desk\",\"place\":2,\"channels\":2,\"hand_over_by\":\"2026-07-01T10:03:00Z\",\"late\":false",
                "\(order),\"kind\":\"stand_down\",\"channel\":\"mqtt\",\"reason\":\"hand_over_missed\",\"cause\":null,\"next_channel\":\"water-desk\",\"place\":2,\"channels\":2,\"hand_over_by\":null,\"late\":false",
            ]
        case .callDue:
            [
                "\(order),\"recipient\":\"water\",\"recipient_kind\":\"department\",\"channel\":\"water-desk\",\"address\":\"roster:water\",\"call\":\"order\",\"due\":\"2026-07-01T10:03:00Z\",\"key\":\"k\",\(tasks)",
                "\"recipient\":\"duty-leader\",\"recipient_kind\":\"officer\",\"channel\":\"water-desk\",\"address\":null,\"call\":\"notice\",\"due\":null,\"key\":\"k\",\"on_duty\":null",
            ]
        case .callMade:
            [
                "\(order),\"recipient\":\"water\",\"recipient_kind\":\"department\",\"channel\":\"water-desk\",\"call\":\"order\",\"reached\":true,\"person\":\"李某\",\"by\":\"duty-officer\",\"note\":null",
                "\(order),\"recipient\":\"water\",\"recipient_kind\":\"department\",\"channel\":\"water-desk\",\"call\":\"reminder\",\"reached\":false,\"person\":null,\"by\":\"duty-officer\",\"note\":\"占线\"",
            ]
        case .orderAcknowledged, .orderDeclined, .orderEnRoute, .orderOnScene, .orderUnderWay, .orderProgress,
            .orderDone:
            ["\(order),\(answer)"]
        case .orderAccepted:
            [
                "\(order),\(answer)",
                "\(order),\"state\":\"accepted\",\"person\":\"李某\",\"via\":\"phone\",\"by\":\"duty-officer\",\"note\":\"两组已出发\",\"late\":true,\"contradictory\":true",
            ]
        case .answerKept:
            [
                "\(order),\"order_version\":3,\"order_state\":\"issued\",\"state\":\"accepted\",\"person\":\"李某\",\"via\":\"mqtt\",\"accepted\":false,\"reason\":\"stale_version\""
            ]
        case .deadlineMissed:
            [
                "\(order),\"party\":\"department\",\"missed\":\"acknowledgement_missed\",\"due\":\"2026-07-01T10:05:00Z\",\"late\":false",
                "\"party\":\"officer\",\"officer\":\"duty-officer\",\"missed\":\"acknowledgement_missed\",\"due\":\"2026-07-01T10:02:00Z\",\"late\":true",
            ]
        case .escalated:
            [
                "\(order),\"party\":\"department\",\"reason\":\"acknowledgement_missed\",\"step\":1,\"repeat\":0,\"whom\":\"water\",\"whom_kind\":\"department\",\"late\":false",
                "\(order),\"party\":\"department\",\"reason\":\"declined\",\"step\":2,\"repeat\":1,\"whom\":\"duty-leader\",\"whom_kind\":\"officer\",\"late\":false",
            ]
        case .ladderExhausted:
            ["\(order),\"party\":\"department\",\"reason\":\"acknowledgement_missed\",\"steps\":4,\"late\":false"]
        case .orderRecalled:
            [
                "\(order),\"recipient\":\"water\",\"recipient_kind\":\"department\",\"reason\":\"改派\",\"by\":\"duty-leader\""
            ]
        case .orderReassigned: ["\(order),\"to_department\":\"police\",\"by\":\"duty-leader\",\"reason\":\"人手不足\""]
        case .standDownIssued:
            [
                "\(order),\"recipient\":\"water\",\"recipient_kind\":\"department\",\"reason\":\"险情已消除\",\"by\":\"duty-officer\"",
                "\"recipient\":\"duty-leader\",\"recipient_kind\":\"officer\",\"reason\":\"险情已消除\",\"by\":\"duty-officer\"",
            ]
        case .evidenceGrew:
            [
                "\(hazard),\"from\":\"unverified\",\"evidence\":\"corroborated\",\"sources\":[\"station/yuan-01\",\"gateway/gw-7\",\"caller/ab12\"],\"window\":600,\"by\":null,\"note\":null,\"matrix_row\":null,\"calls\":true",
                "\(hazard),\"from\":\"unverified\",\"evidence\":\"confirmed\",\"sources\":[],\"window\":null,\"by\":\"duty-officer\",\"note\":\"现场见明火\",\"matrix_row\":null,\"calls\":true",
            ]
        case .incidentFalseAlarm: ["\(hazard),\"by\":\"duty-officer\",\"reason\":\"蒸汽\""]
        case .linkageSatisfied:
            [
                "\(hazard),\"matrix_row\":\"fire/red\",\"needed\":2,\"called\":3,\"departments\":[\"water\",\"police\"]"
            ]
        case .reportTaken:
            [
                "\(hazard),\"via\":\"119\",\"caller\":\"3f2a91c04d\",\"text\":\"三楼冒烟\",\"by\":\"duty-officer\",\"rings\":false"
            ]
        case .incidentMerged, .incidentTookOver, .incidentGaveBack, .incidentSplit, .incidentSplitOff, .alarmMovedIn,
            .orderMovedIn, .regroupingUndone, .incidentLinked, .incidentUnlinked, .parentSet, .childAdded,
            .childRemoved:
            regrouping(code)
        case .noteAdded: ["\"by\":\"duty-officer\",\"text\":\"堤顶已见渗水\""]
        case .figureAdded:
            [
                "\"figure\":\"deaths\",\"amount\":2,\"total\":11,\"by\":\"duty-officer\",\"source\":\"119\"",
                "\"figure\":\"loss_yuan\",\"amount\":-500,\"total\":1500,\"by\":\"duty-officer\",\"source\":null",
            ]
        case .gradeProposed:
            [
                "\"grade\":2,\"from\":3,\"figures\":[\"deaths\"],\"scale\":\"work-accident\",\"source\":\"国务院令第493号\",\"date\":\"2007-06-01\"",
                "\"grade\":null,\"from\":4,\"figures\":[],\"scale\":\"work-accident\",\"source\":\"a\",\"date\":\"b\"",
            ]
        case .gradeDecided:
            [
                "\"grade\":2,\"from\":null,\"proposed\":2,\"by\":\"commander\",\"reason\":\"十一人遇难\",\"matrix_row\":null,\"calls\":false"
            ]
        case .responseDecided: ["\"level\":3,\"from\":null,\"by\":\"commander\",\"reason\":\"预案 4.2\""]
        case .incidentClosed: ["\(hazard),\(colour),\"by\":\"duty-officer\",\"reason\":\"水位已退，堤防无险\""]
        case .messageReported:
            [
                "\"key\":\"k\",\"kind\":\"reminder\",\"recipient\":\"water\",\"channel\":\"mqtt\",\(order),\"handed_over\":true,\"evidence\":\"puback\"",
                "\"key\":\"k\",\"kind\":\"stand_down\",\"recipient\":\"water\",\"channel\":\"mqtt\",\"handed_over\":false,\"reason\":\"not authorised\"",
            ]
        case .commandRefused:
            [
                "\"command\":\"close\",\"by\":\"duty-officer\",\"reason\":\"orders_unfinished\",\"subjects\":[\"O-2026-000001\"]"
            ]
        case .alarmWithheld:
            [
                "\(alarmKey),\"change\":\"raised\",\"reason\":\"shelved\",\"by\":\"S-000001\",\"until\":null,\"quantity\":\"stage\",\"value\":3.2,\"unit\":\"m\"",
                "\(alarmKey),\"change\":\"cleared\",\"reason\":\"inhibited\",\"by\":\"dead-gateway\",\"until\":null",
            ]
        case .alarmReleased: ["\(alarmKey),\"reason\":\"muted\",\"by\":\"night-works\""]
        case .suppressionBegan:
            [
                #""suppression":"S-000001","kind":"silenced","matcher":{"alert":["High*"],"district":["north"]},"by":"duty-officer","reason":"检修","until":"2026-07-01T12:00:00Z""#,
                #""suppression":"S-000002","kind":"out_of_service","matcher":{"station":["yuan-01"]},"by":"duty-officer","reason":"拆除","until":null"#,
            ]
        case .suppressionEnded:
            [
                #""suppression":"S-000001","kind":"silenced","cause":"expired","by":null,"reason":null,"withheld":3"#,
                #""suppression":"S-000002","kind":"out_of_service","cause":"ended","by":"duty-officer","reason":"已修复","withheld":0"#,
            ]
        case .alarmFloodBegan: [#""alarms":10,"window":600"#]
        case .alarmFloodEnded: [#""alarms":37,"began_at":"2026-07-01T10:00:00Z""#]
        case .alarmChattering: ["\(alarmKey),\"raises\":3,\"window\":60"]
        case .alarmStale: ["\(alarmKey),\"after\":86400"]
        case .alarmCommandRefused: [#""command":"shelve","by":"duty-officer","reason":"life_safety""#]
        case .rosterGap:
            [
                #""party":"duty-leader","stage":"ahead","from":"2026-07-14T16:00:00Z","to":"2026-07-15T16:00:00Z""#,
                #""party":"duty-leader","stage":"soon","from":"2026-07-02T00:00:00Z","to":null"#,
                #""party":"duty-leader","stage":"begun","from":"2026-07-01T10:00:00Z","to":"2026-07-01T12:00:00Z""#,
            ]
        case .personRead: [#""person":"w-leader-2","by":"duty-officer","reason":"须电话通知""#]
        case .personErased:
            [
                #""person":"w-leader-2","found":true,"by":"duty-officer","reason":"已调离""#,
                #""person":"w-leader-2","found":false,"by":"duty-officer","reason":"再次""#,
            ]
        case .peopleImported:
            [#""count":2,"people":["w-leader-1","w-leader-2"],"by":"duty-officer","reason":"七月轮值""#]
        case .configurationLoaded:
            [
                #""sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","previous":null,"files":12,"stations":34"#
            ]
        case .watchStarted:
            [
                #""identity":"a","epoch":1,"version":"0.1.0""#,
                #""identity":"a","epoch":2,"version":"0.1.0","restored_from":"2026-07-01T00:00:00Z""#,
            ]
        case .watchGap: [#""from":"2026-06-30T19:01:00Z","to":"2026-06-30T19:03:00Z","cause":"killed""#]
        case .watchStopped: [""]
        case .clockStepped: [#""by":-3.5,"wall_clock":"2026-07-01T10:00:00Z""#]
        case .intakeGap:
            [#""cause":"broker_dropped","from":"2026-07-01T09:59:00Z","to":"2026-07-01T10:00:00Z","dropped":1200"#]
        case .clientTakenOver:
            [
                #""cause":"taken_over","from":"2026-07-01T09:59:00Z","to":"2026-07-01T10:00:00Z","detail":"session taken over""#
            ]
        case .brokerLost:
            [
                #""cause":"broker_lost","from":"2026-07-01T09:59:00Z","to":"2026-07-01T10:00:00Z","detail":"connection refused""#
            ]
        case .brokerBack: [#""cause":"broker_back","from":"2026-07-01T09:59:00Z","to":"2026-07-01T10:00:00Z""#]
        case .subscriptionRefused:
            [
                #""cause":"subscription_refused","from":"2026-07-01T09:59:00Z","to":"2026-07-01T10:00:00Z","detail":"city/#""#
            ]
        case .stateSheetFailed:
            [
                #""cause":"state_sheet_failed","from":"2026-07-01T10:00:00Z","to":"2026-07-01T10:00:00Z","detail":"/media/usb: No space left on device""#
            ]
        case .stateSheetBack:
            [#""cause":"state_sheet_back","from":"2026-07-01T10:05:00Z","to":"2026-07-01T10:05:00Z""#]
        case .lifeSafetyMessageUnreadable:
            [#""topic":"city/north/security/panic-03/panic","station":"panic-03","reason":"not_json","bytes":17"#]
        case .journalSegment: [#""first_input":1,"inputs":65536,"sha256_blocks":"ab""#]
        }
    }

    /// Every sample as a log entry, in the order of the codes.
    static func entries(exercise: Bool) -> [LogEntryView] {
        var entries: [LogEntryView] = []
        for code in LogCode.allCases {
            for fields in fields(code) {
                let number = Int64(entries.count + 1)
                var line =
                    "{\"n\":\(number),\"at\":\"\(Samples.time(number).iso8601)\",\"v\":1,\"alg\":\"sha-256\",\"code\":\"\(code.rawValue)\""
                if exercise { line += ",\"exercise\":true" }
                if !isAboutServer(code) { line += ",\"incident\":\"I-2026-000001\",\"incident_version\":\(number)" }
                if !fields.isEmpty { line += "," + fields }
                entries.append(LogEntryView(number: number, line: Array((line + "}").utf8)))
            }
        }
        return entries
    }

    private static func isAboutServer(_ code: LogCode) -> Bool {
        LogCode.allCases.firstIndex(of: code).map { $0 >= (LogCode.allCases.firstIndex(of: .configurationLoaded) ?? 0) }
            ?? false
    }
}
