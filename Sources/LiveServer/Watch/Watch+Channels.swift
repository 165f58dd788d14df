import Channels
import CityNames
import Delivery
import IncidentCommand
import Operations
import Views

/// Which way a message leaves: by the broker, on this thread, or by the channels' own.
extension Watch {
    func enqueue(_ report: HandOverReport, body: [UInt8], lifeSafety: Bool, isRecorded: Bool = true) {
        let keyText = fold.start?.orderKey ?? ""
        if orderKey.text != keyText { orderKey = OrderKey(keyText) }
        let message = OrderMessage(
            report: report, body: body, orderKey: orderKey, exercise: fold.isExercise,
            unrecorded: !isRecorded)
        let linkage = (memory?.fold ?? fold).loaded?.linkage
        if Watch.isBrokers(report.channel, linkage) {
            outbox.add(
                OutboxQueue.Item(report: report, message: message, lifeSafety: lifeSafety, isRecorded: isRecorded))
        } else {
            channels.submit(
                ChannelDelivery(
                    report: report, payload: message.payload,
                    address: linkage?.address(of: report.recipient, channel: report.channel), lifeSafety: lifeSafety,
                    isRecorded: isRecorded))
        }
    }

    /// A channel that the configuration no longer has is nobody's: its messages are reported as failed, and go on to the
    /// next one.
    private static func isBrokers(_ channel: String, _ linkage: Linkage?) -> Bool {
        channel == OutboxCodec.feedChannel || channel == Channel.mqtt.id || linkage?.channel(channel)?.kind == .mqtt
    }

    /// Journals what became of a message.
    func take(_ finished: FinishedDelivery) {
        // What was told from memory is no message of the recorded state: its hand-over starts no clock.
        guard finished.isRecorded else { return }
        takeOrFail(.delivery(InputJSON.encode(finished.report)))
    }

    func configureChannels(_ loaded: LoadedCity) {
        channels.configure(loaded.channels, names: NameBook(loaded, exercise: configuration.clock.isExercise))
    }

    /// Journals that the state sheet can't be written, or can again: it rings as an alarm about the server.
    func take(stateSheet failure: String?) {
        let now = clock.now()
        let record = IntakeGapInput(
            cause: failure == nil ? .stateSheetBack : .stateSheetFailed, from: now, to: now, detail: failure ?? "")
        takeOrFail(.intakeGap(InputJSON.encode(record)))
    }
}
