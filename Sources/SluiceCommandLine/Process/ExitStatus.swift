package import SluiceCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How the process ends; thrown by a command that has said all there is to say.
package enum ExitStatus: Int32, Error, Comparable {
    case fine = 0
    /// The document is bad, or there is no answer.
    case bad = 1
    /// Wrong usage, or the system failed.
    case failed = 2

    package static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }

    /// Ends the process.
    package func end() -> Never { exit(rawValue) }
}

extension IOFailure {
    /// Whoever read our output has gone away.
    package var isClosedPipe: Bool { errno == EPIPE }
}
