import Telemetry

/// An event's members as bytes, with numbers to the bit.
enum EventMembers {
    static func encode(_ members: [EventMember]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(members.count)
        for member in members {
            writer.write(member.name)
            switch member.value {
            case .number(let number):
                writer.write(byte: 0)
                writer.write(number)
            case .text(let text):
                writer.write(byte: 1)
                writer.write(text)
            case .boolean(let flag):
                writer.write(byte: 2)
                writer.write(flag)
            }
        }
        return writer.bytes
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) throws(StoreError) -> [EventMember] {
        do {
            var reader = ByteReader(bytes)
            var members: [EventMember] = []
            for _ in 0..<(try reader.readCount()) {
                let name = try reader.readString()
                switch try reader.readByte() {
                case 0: members.append(EventMember(name: name, value: .number(try reader.readDouble())))
                case 1: members.append(EventMember(name: name, value: .text(try reader.readString())))
                default: members.append(EventMember(name: name, value: .boolean(try reader.readBool())))
                }
            }
            return members
        } catch {
            throw StoreError(
                kind: .corrupt, code: 0, operation: "read an event",
                message: "A stored event can't be read: \(error) Restore the last backup.")
        }
    }
}
