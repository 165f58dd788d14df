import Telemetry

@testable import Intake

/// A small city's intake to send messages into.
struct Field {
    var intake: Intake
    let parsed = ParsedMessage()
    var output = IntakeOutput()
    /// 2026-06-01T00:00:00Z.
    static let noon = Timestamp(seconds: 1_780_272_000)

    init(limits: IntakeLimits = IntakeLimits(), registry: Registry = Field.registry()) {
        intake = Intake(registry: registry, limits: limits)
    }

    /// Sends one message and returns what it brought.
    @discardableResult
    mutating func send(
        _ payload: String, to topic: String = "city/north/flood/yuan-01/stage", at: Timestamp = Field.noon,
        qos: UInt8 = 1, retained: Bool = false
    ) -> IntakeOutput {
        send(Array(payload.utf8), to: Array(topic.utf8), at: at, qos: qos, retained: retained)
    }

    @discardableResult
    mutating func send(
        _ payload: [UInt8], to topic: [UInt8], at: Timestamp = Field.noon, qos: UInt8 = 1, retained: Bool = false
    ) -> IntakeOutput {
        output.removeAll()
        topic.withUnsafeBytes { topic in
            payload.withUnsafeBytes { intake.parse(topic: topic, payload: $0, into: parsed) }
        }
        intake.admit(parsed, at: at, qos: qos, retained: retained, into: &output)
        return output
    }

    /// What a line brings by one way of reading it: everything as text, or the fault.
    mutating func replay(
        _ bytes: UnsafeRawBufferPointer,
        _ read: (ParsedMessage, UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine
    ) -> String {
        output.removeAll()
        do throws(RecordingFault) {
            let line = try read(parsed, bytes)
            let heard = "\(Array(line.topic)) \(Array(line.payload)) \(line.qos) \(line.retained) \(line.arrival)"
            intake.admit(parsed, at: line.arrival, qos: line.qos, retained: line.retained, into: &output)
            return "\(heard) \(output)"
        } catch {
            return error.reason
        }
    }

    func snapshot() -> [UInt8] {
        var writer = ByteWriter()
        intake.encodeSnapshot(into: &writer)
        return writer.bytes
    }

    static func registry(stageUnit: String = "m", withPanic: Bool = true) -> Registry {
        var stations = [
            station("yuan-01", "stage", stageUnit),
            station("gas-01", "lel", "%LEL", gateway: "gw-gas", lifeSafety: true),
        ]
        if withPanic { stations.append(station("panic-01", "panic", "", lifeSafety: true)) }
        return Registry(
            stations: stations, places: [], districts: [District(id: "north", name: Bilingual("north"))])
    }

    static func station(
        _ id: String, _ quantity: String, _ unit: String, gateway: String? = nil, lifeSafety: Bool = false
    ) -> Station {
        Station(
            id: id, name: Bilingual(id), latitudeDegrees: 27, longitudeDegrees: 110, district: "north", place: id,
            gateway: gateway, upstream: [], downstream: [], lifeSafety: lifeSafety,
            quantities: [StationQuantity(quantity: quantity, unit: unit, heartbeat: nil, thresholds: [])])
    }
}
