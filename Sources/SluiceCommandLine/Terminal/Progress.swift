/// How far a long piece of work is, on one line of standard error that is drawn over and over.
///
/// It shows itself on a terminal only, after the first second, at most ten times a second, and goes away with its owner.
/// A terminal to which results go has no room for it.
package final class Progress {
    /// Bytes of text that have come so far, decompressed.
    package private(set) var textBytes = 0
    private let start = ContinuousClock.now
    private var nextDrawing = ContinuousClock.now + .seconds(1)
    private var isDrawn = false
    private let isWelcome: Bool

    /// - Parameter sharesTerminal: Whether results are written while it is shown.
    package init(sharesTerminal: Bool = Terminal.showsOutput) { isWelcome = Terminal.isWatched && !sharesTerminal }

    /// Takes note of more text, and of how much of what is stored has been read for it.
    package func advance(text: Int, stored: Int, of total: Int?) {
        textBytes += text
        guard isWelcome else { return }
        let now = ContinuousClock.now
        guard now >= nextDrawing else { return }
        nextDrawing = now + .milliseconds(100)
        isDrawn = true
        Terminal.say("\r" + Self.line(done: stored, total: total, after: now - start) + "\u{1B}[K")
    }

    /// Takes the line away, so that what follows stands alone.
    package func clear() {
        if isDrawn { Terminal.say("\r\u{1B}[K") }
        isDrawn = false
    }

    deinit { clear() }

    /// What there is to say when all is done: `1,000 records, 200 MB in 0.10 s: 2.00 GB/s, peak memory 21.3 MB`.
    package func summary(records: Int) -> String {
        let seconds = max((ContinuousClock.now - start).seconds, 0.000_001)
        return """
            \(Self.grouped(records)) records, \(ByteCount(textBytes)) in \(Self.hundredths(seconds)) s: \
            \(ByteCount(Int(Double(textBytes) / seconds)))/s, peak memory \(ByteCount(peakMemory()))
            """
    }

    /// `[=======>            ]  38 %  1.21 GB/s  2 s left`
    package static func line(done: Int, total: Int?, after time: Duration) -> String {
        let speed = Double(done) / max(time.seconds, 0.001)
        guard let total, total > 0 else { return "\(ByteCount(done))  \(ByteCount(Int(speed)))/s" }
        let part = min(Double(done) / Double(total), 1)
        let filled = Int(part * Double(width))
        let head = filled < width ? ">" : ""
        let bar =
            String(repeating: "=", count: filled) + head
            + String(repeating: " ", count: width - filled - head.utf8.count)
        let percent = String(Int(part * 100))
        let left = speed > 0 ? Int((Double(total - min(done, total)) / speed).rounded(.up)) : 0
        return "[\(bar)] \(String(repeating: " ", count: 3 - percent.count))\(percent) %  "
            + "\(ByteCount(Int(speed)))/s  \(left) s left"
    }

    /// `1,234,567`
    package static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var at = digits.utf8.count - 3
        while at > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return digits
    }

    /// `0.07`
    package static func hundredths(_ number: Double) -> String {
        let count = Int((number * 100).rounded())
        return "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)"
    }

    private static let width = 30
}

extension Duration {
    package var seconds: Double {
        let (whole, atto) = components
        return Double(whole) + Double(atto) / 1e18
    }
}
