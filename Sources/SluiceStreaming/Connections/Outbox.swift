#if Services
internal import NIOCore
internal import SluiceCore

/// Bytes on their way from the tasks that write to the event loop that sends.
///
/// What is written before the loop comes to it goes out at once, in one piece. It holds a few hundred kilobytes: then, and
/// while the socket takes nothing, those who write are suspended.
final class Outbox: Sendable {
    private static let mostBytes = 256 << 10
    /// More is handed over as it is: not copied behind what was written before.
    private static let gathered = 16 << 10

    private struct State {
        /// What the loop has not come to: all but the last piece, and that.
        var pieces: [ByteBuffer] = []
        var last: ByteBuffer?
        var bytes = 0
        /// Whether the loop knows that there is something.
        var isAnnounced = false
        /// Whether the socket takes no more.
        var isFull = false
        /// Why nothing can be sent any more.
        var end: (any Error)?
        var writers: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastWriter = 0

        var hasRoom: Bool { !isFull && bytes < Outbox.mostBytes }

        mutating func add(_ bytes: [UInt8]) {
            self.bytes += bytes.count
            if bytes.count < Outbox.gathered, (last?.readableBytes ?? Outbox.gathered) < Outbox.gathered {
                last?.writeBytes(bytes)
            } else {
                if let last { pieces.append(last) }
                last = bytes.count < Outbox.gathered ? ByteBuffer(bytes: bytes) : SpareBuffers.copy(of: bytes)
            }
        }

        /// Those who wait, if they may go on.
        mutating func roused() -> [CheckedContinuation<Void, any Error>] {
            guard !writers.isEmpty, hasRoom || end != nil else { return [] }
            defer { writers = [:] }
            return Array(writers.values)
        }
    }

    let channel: any Channel
    private let state = Locked(State())

    init(_ channel: any Channel) { self.channel = channel }

    // MARK: - The event loop

    /// Whether the socket takes more.
    func setWritable(_ isWritable: Bool) {
        wake(
            state.withLock { state in
                state.isFull = !isWritable
                return state.roused()
            })
    }

    /// Nothing can be sent any more. The first reason stays.
    func end(_ error: any Error) {
        wake(
            state.withLock { state in
                state.end = state.end ?? error
                return state.roused()
            })
    }

    private func wake(_ writers: [CheckedContinuation<Void, any Error>]) {
        for writer in writers { writer.resume() }
    }

    /// Hands what was written to the channel.
    private func send() {
        let (pieces, last) = state.withLock { state in
            state.isAnnounced = false
            state.bytes = 0
            defer {
                state.pieces = []
                state.last = nil
            }
            return (state.pieces, state.last)
        }
        for piece in pieces { channel.write(piece, promise: nil) }
        if let last { channel.writeAndFlush(last, promise: nil) }
        wake(state.withLock { $0.roused() })
    }

    // MARK: - The tasks

    /// Sends bytes, when there is room.
    /// - Throws: Why nothing can be sent any more, and `CancellationError`: then they have not been sent.
    nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        while try !add(bytes) { try await room() }
    }

    /// Whether there was room.
    private func add(_ bytes: [UInt8]) throws -> Bool {
        let (isAdded, isNews) = try state.withLock { state in
            if let end = state.end { throw end }
            guard state.hasRoom else { return (false, false) }
            state.add(bytes)
            defer { state.isAnnounced = true }
            return (true, !state.isAnnounced)
        }
        if isNews { channel.eventLoop.execute { self.send() } }
        return isAdded
    }

    private nonisolated(nonsending) func room() async throws {
        let key = state.withLock { state in
            state.lastWriter += 1
            return state.lastWriter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
                let error = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.hasRoom || state.end != nil { return .success(()) }
                    state.writers[key] = writer
                    return nil
                }
                if let error { writer.resume(with: error) }
            }
        } onCancel: {
            state.withLock { $0.writers.removeValue(forKey: key) }?.resume(throwing: CancellationError())
        }
    }

    /// Ends this side, when all that was written is on its way.
    func close() -> EventLoopFuture<Void> {
        channel.eventLoop.flatSubmit { [channel] in
            self.send()
            // Behind all that was written: once the peer has ended its side, ending ours drops what has not gone out.
            return channel.writeAndFlush(ByteBuffer()).flatMap { channel.close(mode: .output) }
        }
    }
}
#endif
