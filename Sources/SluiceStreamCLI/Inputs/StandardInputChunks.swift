#if Services
import Dispatch
import SluiceCore
import Synchronization

/// Standard input as it comes, read where it holds up no task.
struct StandardInputChunks: AsyncSequence {
    func makeAsyncIterator() -> Iterator { Iterator() }

    struct Iterator: AsyncIteratorProtocol {
        private let input = StandardInputReader()

        /// - Throws: `CancellationError`, at once: reading itself goes on, and what it brings is lost.
        func next() async throws -> [UInt8]? {
            let input = input
            let waiter = Waiter()
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    waiter.wait(continuation)
                    DispatchQueue.global().async { waiter.resume(with: Result { try input.read() }) }
                }
            } onCancel: {
                waiter.resume(with: .failure(CancellationError()))
            }
        }
    }

    /// Who waits for a chunk, and goes on with the first thing that happens.
    private final class Waiter: Sendable {
        private struct State {
            var continuation: CheckedContinuation<[UInt8]?, any Error>?
            var result: Result<[UInt8]?, any Error>?
        }

        private let state = Mutex(State())

        func wait(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
            let result = state.withLock { state in
                if state.result == nil { state.continuation = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
        }

        func resume(with result: Result<[UInt8]?, any Error>) {
            let continuation = state.withLock { state in
                defer { state.continuation = nil }
                if state.result == nil { state.result = result }
                return state.continuation
            }
            continuation?.resume(with: result)
        }
    }
}

/// Standard input, for one at a time.
private final class StandardInputReader: Sendable {
    private let source = Monitor(Reader())

    private final class Reader {
        var source = DescriptorSource(fileDescriptor: 0, name: "<stdin>", closes: false)
    }

    func read() throws -> [UInt8]? {
        let chunk = try source.update { reader in
            Result {
                try [UInt8](capacity: 64 << 10) { span throws in try reader.source.read(into: &span) }
            }
        }.get()
        return chunk.isEmpty ? nil : chunk
    }
}
#endif
