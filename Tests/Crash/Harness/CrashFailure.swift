/// Why a run could not be carried out or what it found wrong, as a full sentence.
package struct CrashFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
