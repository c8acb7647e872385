#if Services
internal import Hummingbird
internal import NIOCore
internal import SluiceStreaming
internal import Synchronization

/// Where a handler's answer meets the response that is being sent: the handler's task puts bytes in, the connection's task
/// takes them out.
///
/// Whoever takes gets all that has gathered, so nothing waits for a flush, and many small records become one write where
/// the network is slower than the handler. The handler waits while more than ``bound`` bytes have gathered.
final class Exchange: Sendable {
    /// Status and header fields.
    struct Head: Sendable {
        var status: HTTPResponse.Status
        var fields: HTTPFields
    }

    private struct State {
        var head: Head?
        var gathered = ByteBuffer()
        /// Records in what has gathered.
        var records = 0
        /// How the handler ended, once it has.
        var outcome: Result<Void, any Error>?
        /// Why nothing more is sent.
        var failure: (any Error)?
        /// The handler, waiting for room; the connection, waiting for anything.
        var writer: CheckedContinuation<Void, Never>?
        var reader: CheckedContinuation<Void, Never>?
        var isCountedAsFailed = false
        /// What stops the handler.
        var task: Task<Void, Never>?
    }

    private static let bound = 64 << 10

    private let state = Mutex(State())
    private let statistics: StreamStatistics

    init(statistics: StreamStatistics) { self.statistics = statistics }

    // MARK: - The handler's side

    /// Says what the answer begins with. Without effect where it has begun.
    func begin(_ head: @autoclosure () -> Head) {
        state.withLock { state in
            guard state.head == nil else { return }
            state.head = head()
            wake(&state.reader)
        }
    }

    /// Adds bytes, and waits until there is room for more.
    ///
    /// - Throws: Why nothing can be sent; `CancellationError`.
    func write(_ bytes: [UInt8], records: Int) async throws {
        let isFull = try put(bytes, records: records)
        guard isFull else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.gathered.readableBytes > Self.bound, state.failure == nil, !Task.isCancelled {
                        state.writer = continuation
                    } else {
                        continuation.resume()
                    }
                }
            }
        } onCancel: {
            state.withLock { wake(&$0.writer) }
        }
        try Task.checkCancellation()
    }

    /// Adds bytes; `true` where there is no room for more.
    @discardableResult private func put(_ bytes: [UInt8], records: Int) throws -> Bool {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.gathered.writeBytes(bytes)
            state.records += records
            wake(&state.reader)
            return state.gathered.readableBytes > Self.bound
        }
    }

    /// Adds bytes only where nothing waits to be sent.
    func writeIfIdle(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.gathered.readableBytes == 0, state.failure == nil else { return }
            state.gathered.writeBytes(bytes)
            wake(&state.reader)
        }
    }

    /// Counts that something went wrong: once, whoever says so.
    func countFailure() {
        let isFirst = state.withLock { state in
            defer { state.isCountedAsFailed = true }
            return !state.isCountedAsFailed
        }
        if isFirst { statistics.failed() }
    }

    /// Says that the handler has ended. What has gathered is sent all the same.
    func end(_ outcome: Result<Void, any Error>) {
        state.withLock { state in
            if state.outcome == nil { state.outcome = outcome }
            state.task = nil
            wake(&state.reader)
        }
    }

    // MARK: - The connection's side

    /// Runs the handler.
    func run(
        _ handler: @escaping @Sendable () async throws -> Void, onFailure: @escaping @Sendable (any Error) -> Void
    ) {
        let task = Task {
            do {
                try await handler()
                end(.success(()))
            } catch {
                onFailure(error)
                end(.failure(error))
            }
        }
        let isOver = state.withLock { state in
            if state.outcome == nil { state.task = task }
            return state.failure != nil || state.outcome != nil
        }
        // Not within the lock: what is run on cancellation takes it.
        if isOver { task.cancel() }
    }

    /// Waits until the answer begins, or the handler ends without one. `body` is all of it, if it is there already.
    ///
    /// - Throws: What the handler throws before the answer begins; why nothing can be sent.
    func head() async throws -> (head: Head?, body: ByteBuffer?) {
        await wait { $0.head != nil || $0.outcome != nil || $0.failure != nil }
        return try state.withLock { state in
            // What stopped the handler says more than that it was stopped.
            if let failure = state.failure { throw failure }
            if case .failure(let error) = state.outcome, state.head == nil { throw error }
            guard case .success = state.outcome else { return (state.head, nil) }
            return (state.head, take(&state))
        }
    }

    /// The next bytes to send; `nil` at the end.
    ///
    /// - Throws: What the handler throws, once all before it is sent; why nothing can be sent.
    func next() async throws -> ByteBuffer? {
        await wait { $0.gathered.readableBytes > 0 || $0.outcome != nil || $0.failure != nil }
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            if state.gathered.readableBytes > 0 { return take(&state) }
            try state.outcome?.get()
            return nil
        }
    }

    private func take(_ state: inout State) -> ByteBuffer {
        defer {
            statistics.sent(records: state.records, bytes: state.gathered.readableBytes)
            state.gathered = ByteBuffer()
            state.records = 0
            wake(&state.writer)
        }
        return state.gathered
    }

    /// Says that nothing more is sent, and stops the handler.
    func fail(_ error: any Error) {
        let task = state.withLock { state in
            if state.failure == nil, state.outcome == nil { state.failure = error }
            wake(&state.reader)
            wake(&state.writer)
            return state.task
        }
        task?.cancel()
    }

    /// Says that the answer is over, with what has gathered, and stops the handler.
    func finish() {
        let task = state.withLock { state in
            if state.outcome == nil { state.outcome = .success(()) }
            wake(&state.reader)
            wake(&state.writer)
            return state.task
        }
        task?.cancel()
    }

    /// Waits until the handler has ended.
    func handlerEnd() async { await state.withLock { $0.task }?.value }

    private func wait(until isReady: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if isReady(state) { continuation.resume() } else { state.reader = continuation }
                }
            }
        } onCancel: {
            fail(CancellationError())
        }
    }

    private func wake(_ continuation: inout CheckedContinuation<Void, Never>?) {
        continuation?.resume()
        continuation = nil
    }
}
#endif
