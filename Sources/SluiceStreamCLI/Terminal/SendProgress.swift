#if Services
import SluiceCommandLine
import SluiceCore
import Synchronization

/// How far the sending of a file is: a bar on a terminal, whichever task tells of it.
final class SendProgress: Sendable {
    private let progress: Mutex<Shown>
    private let total: Int?

    private struct Shown: ~Copyable {
        let progress = Progress()
        var bytes = 0
    }

    init(total: Int?) {
        self.total = total
        progress = Mutex(Shown())
    }

    /// Takes note that so many bytes of the file have been sent.
    func advance(to bytes: Int) {
        progress.withLock { shown in
            guard bytes > shown.bytes else { return }
            shown.progress.advance(text: bytes - shown.bytes, stored: bytes, of: total)
            shown.bytes = bytes
        }
    }

    /// Takes the line away, so that what follows stands alone.
    func clear() { progress.withLock { $0.progress.clear() } }

    /// What there is to say when all is done.
    func summary(records: Int) -> String { progress.withLock { $0.progress.summary(records: records) } }
}
#endif
