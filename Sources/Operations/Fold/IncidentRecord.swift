import CommandLog
import IncidentCommand
import Store
import Telemetry

/// An incident as the database and every program that reads Tocsin's JSON see it. Names are stable.
package enum IncidentRecord {
    package static func row(_ incident: Incident, at: Timestamp) -> IncidentRow {
        IncidentRow(
            id: incident.id, version: incident.version, isOpen: !incident.isClosed, status: incident.status.rawValue,
            hazard: incident.hazard, place: incident.place, raisedAt: incident.raisedAt, changedAt: at,
            json: LogJSON.text(.object(fields(incident))))
    }

    package static func fields(_ incident: Incident) -> [LogFact.Field] {
        func time(_ name: String, _ value: Timestamp?) -> LogFact.Field {
            LogFact.Field(name, value.map { .time($0) } ?? .null)
        }
        func text(_ name: String, _ value: String?) -> LogFact.Field {
            LogFact.Field(name, value.map { .text($0) } ?? .null)
        }
        return [
            text("id", incident.id),
            LogFact.Field("version", .integer(Int64(incident.version))),
            text("hazard", incident.hazard),
            text("place", incident.place),
            text("district", incident.district),
            text("status", incident.status.rawValue),
            // While it is on, how grave it is; once it is over, how grave it was.
            text("warning_colour", (incident.isCleared ? incident.peak : incident.severity).colour?.code),
            LogFact.Field("warning_colour_proposed", .boolean(true)),
            LogFact.Field("grade", incident.grade.map { .integer(Int64($0)) } ?? .null),
            time("raised_at", incident.raisedAt),
            time("first_event_at", incident.firstEventAt),
            time("acknowledged_at", incident.acknowledgedAt),
            text("acknowledged_by", incident.acknowledgedBy),
            time("cleared_at", incident.clearedAt),
            LogFact.Field("history", .boolean(incident.isHistory)),
            time("closed_at", incident.closedAt),
            text("closed_by", incident.closedBy),
            text("close_reason", incident.closeReason),
            LogFact.Field("held", .boolean(incident.isHeld)),
            LogFact.Field("reopenings", .integer(Int64(incident.reopenings))),
            LogFact.Field("summary", bilingual(incident.summary)),
            LogFact.Field("alarms", .list(incident.alarms.map { .object(alarm($0)) })),
            LogFact.Field(
                "departments",
                .list(
                    incident.orders.filter { $0.state != .reassigned && $0.state != .rejected }
                        .map { .object(department($0)) })),
            LogFact.Field(
                "duty",
                .object([
                    text("officer", incident.duty.officer), time("told_at", incident.duty.toldAt),
                    time("acknowledge_by", incident.duty.acknowledgeBy),
                ])),
            LogFact.Field("told_officers", .list(incident.toldOfficers.map { .text($0.officer) })),
            LogFact.Field("calls", .list(incident.calls.map { .object(call($0)) })),
        ] + known(incident) + regrouped(incident)
    }

    /// What people put it together with.
    private static func regrouped(_ incident: Incident) -> [LogFact.Field] {
        func text(_ name: String, _ value: String?) -> LogFact.Field {
            LogFact.Field(name, value.map { .text($0) } ?? .null)
        }
        func texts(_ name: String, _ values: [String]) -> LogFact.Field {
            LogFact.Field(name, .list(values.map { .text($0) }))
        }
        let children = incident.children.map { LogValue.object([LogFact.Field("id", .text($0))]) }
        return [
            text("merged_into", incident.mergedInto), texts("merged", incident.merged),
            text("split_from", incident.splitFrom), texts("links", incident.links), text("parent", incident.parent),
            LogFact.Field("children", .list(children)),
        ]
    }

    private static func bilingual(_ text: Bilingual) -> LogValue {
        .object([LogFact.Field("zh", .text(text.chinese)), LogFact.Field("en", .text(text.english))])
    }

    private static func alarm(_ alarm: IncidentAlarm) -> [LogFact.Field] {
        [
            LogFact.Field("alert", .text(alarm.id.alert)), LogFact.Field("key", .text(alarm.id.key)),
            LogFact.Field("state", .text(alarm.state.rawValue)),
            LogFact.Field("warning_colour", alarm.colour.map { .text($0.code) } ?? .null),
            LogFact.Field("station", .text(alarm.station)),
            LogFact.Field("raised_at", .time(alarm.raisedAt)), LogFact.Field("first_event_at", .time(alarm.eventTime)),
            LogFact.Field("ended_at", alarm.endedAt.map { .time($0) } ?? .null),
            LogFact.Field("retracted_at", alarm.retractedAt.map { .time($0) } ?? .null),
            LogFact.Field("late", .boolean(alarm.isLate)),
            LogFact.Field("life_safety", .boolean(alarm.lifeSafety)),
            LogFact.Field("latching", .boolean(alarm.latching)),
            LogFact.Field("unverified", .boolean(alarm.unverified)),
            LogFact.Field("summary", bilingual(alarm.summary)),
        ]
    }

    /// What people and further sources made known.
    private static func known(_ incident: Incident) -> [LogFact.Field] {
        func number(_ name: String, _ value: Int?) -> LogFact.Field {
            LogFact.Field(name, value.map { .integer(Int64($0)) } ?? .null)
        }
        let falseAlarm = incident.falseAlarm.map {
            LogValue.object([
                LogFact.Field("at", .time($0.at)), LogFact.Field("by", .text($0.by)),
                LogFact.Field("reason", .text($0.reason)),
            ])
        }
        let figures = incident.figures.map {
            LogValue.object([
                LogFact.Field("figure", .text($0.figure.rawValue)), LogFact.Field("total", .integer($0.total)),
                LogFact.Field("additions", .integer(Int64($0.additions))),
            ])
        }
        return [
            LogFact.Field("evidence", .text(incident.evidence.rawValue)),
            LogFact.Field("false_alarm", falseAlarm ?? .null), LogFact.Field("figures", .list(figures)),
            number("grade_proposed", incident.proposedGrade), number("response_level", incident.responseLevel),
            LogFact.Field("linkage_satisfied", .boolean(incident.isSatisfied)),
        ]
    }

    private static func call(_ call: DueCall) -> [LogFact.Field] {
        [
            LogFact.Field("recipient", .text(call.recipient.id)),
            LogFact.Field("recipient_kind", .text(call.recipient.kindName)),
            LogFact.Field("channel", .text(call.channel)),
            LogFact.Field("address", call.address.map { .text($0) } ?? .null),
            LogFact.Field("call", .text(call.kind.rawValue)),
            LogFact.Field("order", call.order.map { .text($0) } ?? .null),
            LogFact.Field("asked_at", .time(call.askedAt)),
            LogFact.Field("due", call.due.map { .time($0) } ?? .null),
        ]
    }

    private static func department(_ order: Order) -> [LogFact.Field] {
        func time(_ name: String, _ value: Timestamp?) -> LogFact.Field {
            LogFact.Field(name, value.map { .time($0) } ?? .null)
        }
        // The log's word for it is about the order, this one about the department.
        let state = order.state == .issued ? "notified" : order.state.rawValue
        return [
            LogFact.Field("id", .text(order.department)), LogFact.Field("state", .text(state)),
            time("deadline", order.deadline), LogFact.Field("order", .text(order.id)),
            LogFact.Field("order_version", .integer(Int64(order.version))),
            LogFact.Field("role", .text(order.role.rawValue)), LogFact.Field("mode", .text(order.mode.rawValue)),
            LogFact.Field("tasks", .list(order.tasks.map(bilingual))),
            time("issued_at", order.issuedAt), time("handed_over_at", order.handedOverAt),
            time("acknowledged_at", order.acknowledgedAt), time("accepted_at", order.acceptedAt),
            time("en_route_at", order.enRouteAt), time("on_scene_at", order.onSceneAt),
            time("progress_at", order.progressAt),
            time("under_way_at", order.underWayAt), time("finished_at", order.finishedAt),
            LogFact.Field("person", order.person.map { .text($0) } ?? .null),
            LogFact.Field("reason", order.reason.map { .text($0) } ?? .null),
            LogFact.Field("steps_climbed", .integer(Int64(order.climb?.toldSteps ?? 0))),
        ]
    }
}
