import Telemetry

/// What a person has to do next about an incident, as commands that can be typed.
package enum NextAction {
    package static func of(_ incident: IncidentView, names: NameBook, language: Language) -> [String] {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var steps = incident.calls.map { call in
            say(
                "请拨打电话给\(names.party(call.recipient, language))，之后登记：",
                "Ring \(names.party(call.recipient, language)), then: ")
                + "tocsin called \(incident.id) \(call.recipient) --by \(say("姓名", "NAME"))"
        }
        if incident.status.isOver { return steps }
        if incident.acknowledgedAt == nil, incident.clearedAt == nil {
            steps.append(say("确认：", "Acknowledge: ") + "tocsin acknowledge \(incident.id)")
        }
        if incident.departments.contains(where: { $0.state == .proposed }) {
            steps.append(say("决定是否下达指令：", "Decide whether to order: ") + "tocsin approve \(incident.id)")
        }
        for department in incident.departments {
            let name = names.party(department.id, language)
            let answer = "tocsin answer \(incident.id) \(department.id) --by \(say("姓名", "NAME")) --via phone"
            switch department.state {
            case .notified:
                steps.append(say("\(name)的指令尚未送达；可电话通知后登记：", "\(name) not reached yet; call, then: ") + answer)
            case .handedOver:
                steps.append(say("\(name)尚未签收；可电话催办后登记：", "\(name) has not answered; call, then: ") + answer)
            case .declined:
                steps.append(
                    say("\(name)已拒绝，请改派：", "\(name) declined; give it to another: ")
                        + "tocsin reassign \(incident.id) \(department.order) \(say("部门", "DEPARTMENT")) --reason \(say("理由", "REASON"))"
                )
            case .proposed, .acknowledged, .accepted, .enRoute, .onScene, .underWay, .done, .stoodDown, .reassigned,
                .rejected:
                break
            }
        }
        if incident.alarms.contains(where: { $0.latching && $0.state != .cleared }) {
            steps.append(say("现场核实后复位：", "After checking on site, reset: ") + "tocsin reset \(incident.id)")
        }
        switch incident.status {
        case .resolved:
            steps.append(
                say("各部门完成后结案：", "When departments are done, close: ")
                    + "tocsin close \(incident.id) --reason \(say("理由", "REASON"))")
        case .held:
            steps.append(
                say("信号中断不等于解除；现场确认已消除后：", "A lost source is no all-clear; once seen on site to be over: ")
                    + "tocsin declare-cleared \(incident.id) --reason \(say("所见", "SEEN"))")
        case .raised, .acknowledged, .underWay, .closed, .merged, .reopened: break
        }
        return steps
    }
}
