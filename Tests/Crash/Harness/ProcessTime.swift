import Foundation
import Glibc

/// Processor time of other programs.
package enum ProcessTime {
    /// Seconds so far, user and system, from `/proc`; 0 where it does not run.
    package static func seconds(of identifier: pid_t) -> Double {
        guard let stat = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return 0 }
        // proc(5): utime and stime are the fields 14 and 15; the third follows the parenthesis.
        let fields = stat[end...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
