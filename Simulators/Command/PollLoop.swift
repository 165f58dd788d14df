import Glibc

/// Waits until one of several descriptors is ready or the time is over.
enum PollLoop {
    /// - Parameters:
    ///   - descriptors: with the events awaited; -1 is ignored.
    ///   - milliseconds: at most a second is waited, because keep-alive wants a look each second.
    static func wait(for descriptors: [(descriptor: Int32, events: Int16)], milliseconds: Int) {
        var list = descriptors.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        _ = poll(&list, nfds_t(list.count), Int32(max(0, min(1_000, milliseconds))))
    }
}
