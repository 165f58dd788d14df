#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps recursion over deep trees within the stack of the thread, whatever its size.
enum StackGuard {
    /// What one level of a tree takes in the hungriest stage; measured with trees of all shapes, rounded up.
    #if DEBUG
        static let bytesPerLevel = 14_000
    #else
        static let bytesPerLevel = 4_500
    #endif
    private static let reserveBytes = 24_000

    /// Trees up to this height need no look at the stack when they are evaluated.
    static let unguardedHeight = 40

    /// Whether the thread's stack has room for so many levels. Takes microseconds: ask seldom.
    @inline(never)
    static func hasRoom(levels: Int) -> Bool {
        remainingBytes() >= levels * bytesPerLevel + reserveBytes
    }

    #if !canImport(Darwin)
        private typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

        // A GNU extension, which the module of the C library does not show.
        private static let getAttributes: GetAttributes? = dlsym(nil, "pthread_getattr_np").map {
            unsafeBitCast($0, to: GetAttributes.self)
        }
    #endif

    /// 0 when it cannot be found out: then only flat trees are taken.
    private static func remainingBytes() -> Int {
        var marker: UInt8 = 0
        let here = withUnsafeMutablePointer(to: &marker) { Int(bitPattern: $0) }
        let bottom = lowest()
        return bottom < here ? here - bottom : 0
    }

    /// The lowest address of the thread's stack.
    private static func lowest() -> Int {
        #if canImport(Darwin)
            let thread = pthread_self()
            return Int(bitPattern: pthread_get_stackaddr_np(thread)) - pthread_get_stacksize_np(thread)
        #else
            var attributes = pthread_attr_t()
            guard let getAttributes, getAttributes(pthread_self(), &attributes) == 0 else { return .max }
            defer { pthread_attr_destroy(&attributes) }
            var address: UnsafeMutableRawPointer?
            var size = 0
            guard pthread_attr_getstack(&attributes, &address, &size) == 0 else { return .max }
            return Int(bitPattern: address)
        #endif
    }
}
