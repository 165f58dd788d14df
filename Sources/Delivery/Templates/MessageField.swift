/// What a template can ask a message for.
package enum MessageField: String, Hashable, Sendable, CaseIterable {
    /// The message's idempotency key.
    case key
    /// What it is: an order, a reminder, a notice, the end, a recall.
    case kindChinese = "kind.zh"
    case kindEnglish = "kind.en"
    case incident
    /// Empty where the message is about an incident as a whole.
    case order
    case version
    case recipientChinese = "recipient.zh"
    case recipientEnglish = "recipient.en"
    /// As the linkage file gives it for this recipient on this channel.
    case address
    /// Who stood for the recipient by the roster when the message was made: the id, and what is on file of this person when it
    /// is handed over. Empty without a roster, in a hole, and where the person is not on file.
    case onDuty = "on_duty"
    case onDutyName = "on_duty.name"
    case onDutyNumber = "on_duty.number"
    case hazardChinese = "hazard.zh"
    case hazardEnglish = "hazard.en"
    case placeChinese = "place.zh"
    case placeEnglish = "place.en"
    /// As a proposal; empty without one.
    case colourChinese = "colour.zh"
    case colourEnglish = "colour.en"
    case summaryChinese = "summary.zh"
    case summaryEnglish = "summary.en"
    case tasksChinese = "tasks.zh"
    case tasksEnglish = "tasks.en"
    /// How long the recipient has for an acknowledgement; empty where none is asked for.
    case acknowledgeWithinChinese = "acknowledge_within.zh"
    case acknowledgeWithinEnglish = "acknowledge_within.en"
}
