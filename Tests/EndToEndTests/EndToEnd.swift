import BrokerSupport
import Testing

/// The shipped `tocsin serve`, the real mosquitto and the real SQLite together. One test at a time: each has a broker and
/// servers of its own, and they should not slow each other down.
@Suite(.serialized, .enabled(if: Broker.isAvailable())) enum EndToEnd {}
