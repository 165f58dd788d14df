import Delivery
import Foundation
import IncidentCommand
import Telemetry

@testable import Channels

/// What the tests of channels share.
enum Sample {
    static let surroundings = ChannelSurroundings(
        bootNanoseconds: { Int64(DispatchTime.now().uptimeNanoseconds) },
        wallTime: { Timestamp(seconds: 1_700_000_000) }, jitter: { 0 }, environment: ["SECRET": "key"])

    static func surroundings(resolving host: String, to addresses: [String]) -> ChannelSurroundings {
        var copy = surroundings
        copy.resolver = AddressResolver { asked in
            asked == host ? addresses.compactMap { NetworkAddress(text: $0) } : []
        }
        return copy
    }

    static func delivery(
        _ key: String = "O-1/v1/water/order", channel: String = "c", address: String? = nil,
        summary: String = "水位 3.2 米", onDuty: String? = nil
    ) -> ChannelDelivery {
        let report = HandOverReport(
            key: key, kind: .order, incident: "I-1", order: "O-1", orderVersion: 1, recipient: .department("water"),
            channel: channel, outcome: .failed(reason: ""))
        var body: [String: Any] = [
            "key": key, "kind": "order", "order": "O-1", "version": 1, "department": "water", "exercise": true,
            "colour": "red", "acknowledge_within": 300, "summary": ["zh": summary, "en": "Stage 3.2 m"],
            "tasks": [["zh": "巡堤", "en": "Patrol"]],
        ]
        if let onDuty { body["on_duty"] = onDuty }
        let payload = (try? JSONSerialization.data(withJSONObject: body)).map(Array.init) ?? []
        return ChannelDelivery(report: report, payload: payload, address: address, lifeSafety: true)
    }

    static func values(_ delivery: ChannelDelivery) -> MessageValues {
        MessageValues(payload: delivery.payload, address: delivery.address, names: .init())
    }

    static func listed(_ text: String = "127.0.0.1", answerWithin: Interval = Interval(seconds: 20)) -> PostTarget {
        PostTarget(
            allowedAddresses: [AddressRange(text: text)].compactMap { $0 }, connectWithin: Interval(seconds: 5),
            answerWithin: answerWithin)
    }
}

extension AttemptOutcome {
    var evidence: String? {
        if case .handedOver(let evidence) = self { evidence } else { nil }
    }

    /// Why it is to be tried again; nil where it is not.
    var reasonToTryAgain: String? {
        if case .again(let reason, _) = self { reason } else { nil }
    }

    /// Why no attempt will do better; nil where one may.
    var refusal: String? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}
