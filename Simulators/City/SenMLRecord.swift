/// One record of a SenML pack, as text.
struct SenMLRecord {
    var quantity: String
    var value: String
    var unit: String
    /// Seconds after the pack's base time; nil is none.
    var offset: String?
}
