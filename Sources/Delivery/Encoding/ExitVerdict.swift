/// What the end of a command says about the message that it was given. After `sysexits.h` of BSD, which mail programs follow.
package enum ExitVerdict: Hashable, Sendable {
    case handedOver
    /// Another attempt may do better.
    case again
    /// No attempt will do better.
    case refused

    /// - Parameter status: exit code 0…255.
    package init(status: Int32) {
        switch status {
        case 0: self = .handedOver
        // EX_UNAVAILABLE, EX_OSERR, EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL: of the moment.
        case 69, 71, 74, 75, 76: self = .again
        // EX_USAGE to EX_CONFIG: wrong address, wrong data, wrong configuration.
        case 64...78: self = .refused
        default: self = .again
        }
    }
}
