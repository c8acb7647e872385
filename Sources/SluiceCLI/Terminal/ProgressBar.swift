/// How far a long piece of work is, on one line of standard error that is drawn over and over.
///
/// It shows itself on a terminal only, after the first second, at most ten times a second.
struct ProgressBar: ~Copyable {
    /// Bytes that there are to read, where that is known.
    let total: Int?
    private let start: ContinuousClock.Instant
    private var nextDrawing: ContinuousClock.Instant
    private var isDrawn = false

    init(total: Int?, now: ContinuousClock.Instant = .now) {
        self.total = total
        start = now
        nextDrawing = now + .seconds(1)
    }

    /// Takes note that `done` bytes have been read.
    mutating func advance(to done: Int) {
        guard Terminal.isWatched else { return }
        let now = ContinuousClock.now
        guard now >= nextDrawing else { return }
        nextDrawing = now + .milliseconds(100)
        isDrawn = true
        Terminal.say("\r" + Self.line(done: done, total: total, after: now - start) + "\u{1B}[K")
    }

    /// Takes the line away, so that what follows stands alone.
    deinit { if isDrawn { Terminal.say("\r\u{1B}[K") } }

    /// `[=======>            ]  38 %  1.21 GB/s  2 s left`
    static func line(done: Int, total: Int?, after time: Duration) -> String {
        let seconds = max(time.seconds, 0.001)
        let speed = Double(done) / seconds
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

    private static let width = 30
}

extension Duration {
    var seconds: Double {
        let (whole, atto) = components
        return Double(whole) + Double(atto) / 1e18
    }
}
