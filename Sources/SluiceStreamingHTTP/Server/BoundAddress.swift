#if Services
internal import NIOCore
internal import Synchronization

/// An address that is known once a server listens.
final class BoundAddress: Sendable {
    private struct State {
        var result: Result<SocketAddress, any Error>?
        var waiting: [Int: CheckedContinuation<SocketAddress, any Error>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Says it, and what is so from then on.
    func settle(_ result: Result<SocketAddress?, any Error>) {
        let result = result.flatMap { address in
            address.map { .success($0) } ?? .failure(CancellationError())
        }
        let waiting = state.withLock { state in
            state.result = result
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    /// Whether somebody listens there.
    var isKnown: Bool { state.withLock { (try? $0.result?.get()) != nil } }

    func value() async throws -> SocketAddress {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { state in
                    if let result = state.result {
                        continuation.resume(with: result)
                    } else if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else {
                        state.waiting[ticket] = continuation
                    }
                }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(throwing: CancellationError())
        }
    }
}
#endif
