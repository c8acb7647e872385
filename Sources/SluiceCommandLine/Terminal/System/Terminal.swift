#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What standard error is connected to, and what may be shown there.
package enum Terminal {
    /// Someone is watching: a progress bar is welcome.
    package static let isWatched = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"

    /// Colours are welcome too (no-color.org: any text in NO_COLOR forbids them).
    package static let isColoured = isWatched && (environment("NO_COLOR") ?? "").isEmpty

    /// Standard output is a terminal: someone waits for every line.
    package static let showsOutput = isatty(STDOUT_FILENO) == 1

    /// Ends the line that results have left open, where they share the terminal with what is to be said.
    package static func endLine() {
        if showsOutput, isWatched { say("\n") }
    }

    /// Writes to standard error at once. What cannot be written there is lost: there is nowhere to say so.
    package static func say(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
