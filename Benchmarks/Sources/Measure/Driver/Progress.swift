import Foundation

/// Says on standard error what is going on: one line that changes on a terminal, nothing elsewhere.
struct Progress {
    private let isTerminal = isatty(2) == 1

    /// Replaces the line.
    func show(_ text: String) {
        if isTerminal { write("\r\u{1B}[K" + text.prefix(110)) }
    }

    /// Leaves a line standing.
    func note(_ text: String) {
        write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
