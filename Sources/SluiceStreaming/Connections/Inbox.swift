#if Services
internal import NIOCore
internal import SluiceCore

/// Bytes on their way from the event loop that reads to the task that takes them.
///
/// The loop fills it, one task at a time empties it. It holds two chunks, and what comes with the second: then no more is read
/// until both are taken, which is how a slow task holds its peer back.
final class Inbox: Sendable {
    private typealias Reader = CheckedContinuation<Result<ByteBuffer?, any Error>, Never>

    private struct State {
        /// What is next to be taken, and what has come behind it: mostly nothing.
        var first: ByteBuffer?
        var others: [ByteBuffer] = []
        /// Whether the channel would read, but for the chunks that wait.
        var isReadHeld = false
        /// Why no more comes: an error, or none where that is in order.
        var end: (any Error)??
        var reader: Reader?

        /// What there is for the reader; `nil` where there is nothing yet.
        mutating func take() -> Result<ByteBuffer?, any Error>? {
            if let chunk = first {
                first = others.isEmpty ? nil : others.removeFirst()
                return .success(chunk)
            }
            return end.map { error in error.map { .failure($0) } ?? .success(nil) }
        }
    }

    private let channel: any Channel
    private let state = Locked(State())

    init(_ channel: any Channel) { self.channel = channel }

    // MARK: - The event loop

    /// Whether more is to be read now. If not, the channel is asked to read when there is room.
    func mayRead() -> Bool {
        state.withLock { state in
            state.isReadHeld = !state.others.isEmpty
            return !state.isReadHeld
        }
    }

    /// Adds what has come. Nobody is woken: see ``deliver()``.
    func add(_ chunk: ByteBuffer) {
        state.withLock { state in
            guard state.end == nil else { return }
            if state.first == nil { state.first = chunk } else { state.others.append(chunk) }
        }
    }

    /// Gives the first that has come to a task that waits.
    func deliver() {
        let delivery = state.withLock { state -> (Reader, Result<ByteBuffer?, any Error>)? in
            guard state.reader != nil, let found = state.take(), let reader = state.reader.take() else { return nil }
            return (reader, found)
        }
        if let (reader, found) = delivery { reader.resume(returning: found) }
    }

    /// No more comes. The first reason stays.
    func end(_ error: (any Error)? = nil) {
        state.withLock { if $0.end == nil { $0.end = .some(error) } }
        deliver()
    }

    // MARK: - The task

    /// The next chunk, when it has come; `nil` at the end.
    /// - Throws: Why no more comes, and `CancellationError`, which ends nothing: one may ask again.
    nonisolated(nonsending) func next() async throws -> ByteBuffer? {
        try Task.checkCancellation()
        if let found = state.withLock({ $0.take() }) { return try taken(found) }
        let found = await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let found = state.withLock { state -> Result<ByteBuffer?, any Error>? in
                    if let found = state.take() { return found }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.reader = reader
                    return nil
                }
                if let found { reader.resume(returning: found) }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(returning: .failure(CancellationError()))
        }
        return try taken(found)
    }

    /// Goes on reading where there is room again.
    private func taken(_ found: Result<ByteBuffer?, any Error>) throws -> ByteBuffer? {
        let isReading = state.withLock { state in
            guard state.isReadHeld, state.first == nil else { return false }
            state.isReadHeld = false
            return true
        }
        if isReading { channel.read() }
        return try found.get()
    }
}
#endif
