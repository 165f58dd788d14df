import Glibc
import Synchronization
import Testing

@testable import LiveServer
@testable import Operations

@Suite struct MailboxTests {
    @Test func theMailboxIsBoundedAndKeepsItsOrder() {
        let mailbox = Mailbox<Int>(capacity: 3)
        for item in 1...3 { #expect(mailbox.put(item) == .accepted) }
        #expect(mailbox.put(4) == .full)
        #expect(mailbox.put(5, evenIfFull: true) == .accepted)
        #expect(mailbox.takeAll() == [1, 2, 3, 5])
        #expect(mailbox.takeAll() == [])
        #expect(mailbox.put(6) == .accepted)
    }

    @Test func aClosedMailboxTakesNothing() {
        let mailbox = Mailbox<Int>(capacity: 3)
        _ = mailbox.put(1)
        #expect(mailbox.close() == [1])
        #expect(mailbox.put(2) == .closed)
        #expect(mailbox.put(2, evenIfFull: true) == .closed)
        #expect(mailbox.takeAll() == [])
    }

    @Test func whatIsPutInWakesAPoll() {
        let mailbox = Mailbox<Int>(capacity: 1_000)
        func isReadable() -> Bool {
            var descriptor = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&descriptor, 1, 0) == 1
        }
        #expect(!isReadable())
        for item in 0..<500 { _ = mailbox.put(item) }
        #expect(isReadable())
        #expect(mailbox.takeAll().count == 500)
        #expect(!isReadable())
    }
}

@Suite struct FeedTests {
    private func line(_ number: Int64) -> (number: Int64, line: [UInt8]) {
        (number, [UInt8(truncatingIfNeeded: number)])
    }

    private func text(_ event: Feed.Event) -> String {
        switch event {
        case .entry(let number, _): "\(number)"
        case .dropped(let count): "dropped \(count)"
        }
    }

    /// What a slow reader misses is counted, and told in its place.
    @Test func aSlowSubscriberIsCountedAndNeverBlocks() async {
        let feed = Feed()
        let slow = feed.subscribe(bufferLimit: 2)
        let fast = feed.subscribe(bufferLimit: 100)
        feed.publish((1...5).map(line))
        var reader = slow.makeAsyncIterator()
        var read: [String] = []
        for _ in 0..<2 { if let event = await reader.next() { read.append(text(event)) } }
        feed.publish((6...6).map(line))
        feed.finish()
        while let event = await reader.next() { read.append(text(event)) }
        #expect(read == ["1", "2", "dropped 3", "6"])
        var all: [String] = []
        for await event in fast { all.append(text(event)) }
        #expect(all == ["1", "2", "3", "4", "5", "6"])
    }

    @Test func aFinishedFeedEndsEverySubscription() async {
        let feed = Feed()
        feed.finish()
        for await _ in feed.subscribe() { Issue.record("Nothing was published.") }
    }

    @Test func aSubscriberThatLeftIsForgotten() async {
        let feed = Feed()
        do {
            var stream: AsyncStream<Feed.Event>? = feed.subscribe(bufferLimit: 1)
            _ = stream?.makeAsyncIterator()
            stream = nil
        }
        feed.publish([line(1)])
        feed.publish([line(2)])
        feed.finish()
    }
}

@Suite struct OwnInputsTests {
    private func input(_ number: UInt8) -> JournalInput { .delivery([number]) }

    /// Hand-overs, gaps and clock steps of a batch that failed wait before those that came after.
    @Test func whatAFailedBatchHeldWaitsFirst() {
        var inputs = OwnInputs()
        inputs.taken(input(1))
        inputs.taken(input(2))
        inputs.wait(input(3))
        inputs.givenUp()
        inputs.wait(input(4))
        #expect(inputs.allWaiting == [input(1), input(2), input(3), input(4)])
        #expect(inputs.takeWaiting().count == 4)
        #expect(inputs.takeWaiting() == [])
    }

    @Test func whatIsCommittedWaitsNoLonger() {
        var inputs = OwnInputs()
        inputs.taken(input(1))
        inputs.committed()
        inputs.givenUp()
        #expect(inputs.allWaiting == [])
    }

    @Test func whatDoesNotFitIsCounted() {
        var inputs = OwnInputs()
        for _ in 0..<OwnInputs.limit + 5 { inputs.wait(input(0)) }
        #expect(inputs.allWaiting.count == OwnInputs.limit)
        #expect(inputs.dropped == 5)
    }
}
