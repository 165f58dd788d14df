import Operations
import Synchronization
import Telemetry
import Testing

@testable import LiveServer

/// A machine's clocks that only the test moves.
final class FakeMachine: Sendable {
    private let state: Mutex<(wall: Int64, boot: Int64)>

    init(wall: Timestamp = SmallCity.begin, boot: Int64 = 1_000_000_000_000) {
        state = Mutex((wall.nanoseconds, boot))
    }

    /// Time passes.
    func pass(_ seconds: Double) {
        state.withLock { state in
            state.wall += Int64(seconds * 1e9)
            state.boot += Int64(seconds * 1e9)
        }
    }

    /// Somebody sets the wall clock.
    func step(_ seconds: Double) { state.withLock { $0.wall += Int64(seconds * 1e9) } }

    var readings: ClockReadings {
        ClockReadings(
            wallNanoseconds: { self.state.withLock { $0.wall } }, bootNanoseconds: { self.state.withLock { $0.boot } })
    }
}

@Suite struct WatchClockTests {
    private let machine = FakeMachine()

    private func clock(_ mode: ClockMode, resumedAt: Timestamp? = nil) -> WatchClock {
        WatchClock(mode: mode, resumedAt: resumedAt, readings: machine.readings)
    }

    @Test func aStepOfTheWallClockIsToldAndMovesNoDeadline() {
        var clock = clock(.wall)
        #expect(clock.takeStep() == nil)
        machine.pass(10)
        machine.step(3_600)
        #expect(clock.now() == SmallCity.time(10))
        #expect(clock.realNanoseconds(until: SmallCity.time(15)) == 5_000_000_000)
        #expect(clock.takeStep() == Interval(seconds: 3_600))
        #expect(clock.takeStep() == nil)
        machine.step(-3_600)
        #expect(clock.takeStep() == Interval(seconds: -3_600))
        // What NTP does is no step.
        machine.step(0.1)
        #expect(clock.takeStep() == nil)
    }

    /// Set back while the server was down: timers go on from the last stamp, and the step is told.
    @Test func aClockThatWasSetBackDoesNotStandStill() {
        var clock = clock(.wall, resumedAt: SmallCity.time(600))
        #expect(clock.now() == SmallCity.time(600))
        machine.pass(5)
        #expect(clock.now() == SmallCity.time(605))
        #expect(clock.takeStep() == Interval(seconds: -600))
        #expect(clock.takeStep() == nil)
    }

    @Test func anExerciseStandsUntilItsFirstMessage() {
        let start = SmallCity.time(100_000)
        var clock = clock(.exercise(start: start, speed: 60))
        machine.pass(30)
        #expect(clock.now() == start)
        #expect(clock.realNanoseconds(until: start + Interval(seconds: 60)) == nil)
        clock.messageArrived(eventTime: nil)
        #expect(clock.now() == start)
        machine.pass(1)
        #expect(clock.now() == start + Interval(seconds: 60))
        #expect(clock.realNanoseconds(until: start + Interval(seconds: 120)) == 1_000_000_000)
    }

    @Test func anExerciseGoesOnFromItsLastStamp() {
        let clock = clock(.exercise(start: SmallCity.begin, speed: 60), resumedAt: SmallCity.time(500))
        #expect(clock.now() == SmallCity.time(500))
    }

    @Test func theDataClockFollowsTheLatestEventTime() {
        var clock = clock(.data)
        #expect(clock.now() == .distantPast)
        clock.messageArrived(eventTime: SmallCity.time(10))
        clock.messageArrived(eventTime: SmallCity.time(5))
        clock.messageArrived(eventTime: nil)
        machine.pass(100)
        #expect(clock.now() == SmallCity.time(10))
        #expect(clock.realNanoseconds(until: SmallCity.time(20)) == nil)
        #expect(clock.realNanoseconds(until: SmallCity.time(9)) == 0)
    }

    @Test func oneReadingCarriesTheDataClockNotFurtherThanAYear() {
        var clock = clock(.data)
        clock.messageArrived(eventTime: SmallCity.time(10))
        clock.messageArrived(eventTime: SmallCity.time(10 + 400 * 86_400))
        #expect(clock.now() == SmallCity.time(10))
        clock.messageArrived(eventTime: SmallCity.time(10 + 300 * 86_400))
        #expect(clock.now() == SmallCity.time(10 + 300 * 86_400))
    }

    /// A restart before any message, or with a much younger recording, does not leave the clock standing for ever.
    @Test(arguments: [Timestamp(nanoseconds: Int64.min + 3), SmallCity.time(-3 * 366 * 86_400)])
    func theFirstMessageOfARunMovesTheDataClockFromAnywhere(resumedAt: Timestamp) {
        var clock = clock(.data, resumedAt: resumedAt)
        clock.messageArrived(eventTime: SmallCity.time(10))
        #expect(clock.now() == SmallCity.time(10))
    }

    @Test func clockModesAreReadFromText() {
        #expect(ClockMode(text: "wall") == .wall)
        #expect(ClockMode(text: "data") == .data)
        let start = Timestamp(iso8601: "2026-07-01T10:00:00Z")
        #expect(
            ClockMode(text: "exercise:2026-07-01T18:00:00+08:00,60") == start.map { .exercise(start: $0, speed: 60) })
        for text in [
            "", "Wall", "exercise:", "exercise:now,1", "exercise:2026-07-01T18:00:00Z,0",
            "exercise:2026-07-01T18:00:00Z,nan",
        ] {
            #expect(ClockMode(text: text) == nil, "\(text)")
        }
        #expect(!ClockMode.wall.isExercise)
        #expect(ClockMode.data.isExercise)
    }
}
