import CSimdjson
import Telemetry

extension ParsedMessage {
    /// The bytes of an item's name: the topic's, or those that SenML gave. Lives until the next message.
    @inline(__always)
    func name(of item: ParsedItem) -> UnsafeRawBufferPointer {
        if item.nameOffset < 0 { return topic }
        return name(item.nameOffset, item.nameLength)
    }

    /// The device's own id, and the scalar members in their order. Without `t` and `id`; of SenML only the string as
    /// `value` or the data as `data`.
    func eventMembers(_ item: ParsedItem) -> (id: String, members: [EventMember]) {
        var id = ""
        var result: [EventMember] = []
        for member in members[item.firstMember..<(item.firstMember + item.memberCount)] {
            let name = String(decoding: member.nameBytes, as: UTF8.self)
            if item.isSenML {
                if name == "vs" { result.append(EventMember(name: "value", value: .text(text(member)))) }
                if name == "vd" { result.append(EventMember(name: "data", value: .text(text(member)))) }
                continue
            }
            if name == "t" { continue }
            if name == "id" {
                id = idText(member)
                continue
            }
            if let value = value(member) { result.append(EventMember(name: name, value: value)) }
        }
        return (id, result)
    }

    private func value(_ member: csimdjson_member) -> EventValue? {
        switch member.valueKind {
        case .number: .number(member.number)
        case .string: .text(text(member))
        case .yes: .boolean(true)
        case .no: .boolean(false)
        case .null, .nested: nil
        }
    }

    private func idText(_ member: csimdjson_member) -> String {
        switch member.valueKind {
        case .number, .string: text(member)
        case .yes: "true"
        case .no: "false"
        case .null, .nested: ""
        }
    }

    private func text(_ member: csimdjson_member) -> String {
        String(decoding: member.textBytes, as: UTF8.self)
    }
}
