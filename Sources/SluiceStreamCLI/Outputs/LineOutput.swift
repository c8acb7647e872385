#if Services
import Dispatch
import SluiceCommandLine
import SluiceCore
import SluiceStreaming

/// Writes the records of all connections to standard output, each on a line. What has been written cannot be taken back, so
/// nothing of it outlasts a crash of this process: a delivery that is begun again begins from its first record. So does one
/// of a stream that has brought nothing while as many others as are remembered did.
final class LineOutput: DeliveryStore {
    /// What is known of a stream.
    private struct Stream {
        var received: Int
        /// The number of the batch that has come last.
        var turn: Int
    }

    private struct State {
        let output: StandardOutput
        var streams: [String: Stream] = [:]
        var turns = 0
    }

    private let state: Monitor<State>
    private let streams: Int
    /// Whoever reads standard output may be slow: tasks do not wait for that on their threads.
    private let queue = DispatchQueue(label: "sluice.output")
    private let closed: AsyncStream<Void>
    private let close: AsyncStream<Void>.Continuation

    /// - Parameter streams: Of how many streams it is remembered how many records they have.
    init(fileDescriptor: Int32 = 1, streams: Int = 10_000) {
        state = Monitor(State(output: StandardOutput(fileDescriptor: fileDescriptor)))
        self.streams = streams
        (closed, close) = AsyncStream.makeStream(of: Void.self)
    }

    func received(of stream: String) async throws -> Int {
        try await aside { state in state.streams[stream]?.received ?? 0 }
    }

    func keep(_ batch: DeliveryBatch) async throws -> Int { try await aside { try self.keep(batch, &$0) } }

    /// Waits until whoever read standard output has gone away, or the task is cancelled.
    func end() async { for await _ in closed {} }

    private func keep(_ batch: DeliveryBatch, _ state: inout State) throws -> Int {
        let known = batch.stream.map { state.streams[$0]?.received ?? 0 } ?? batch.first
        guard let text = batch.text(after: known) else {
            throw IOFailure(.write, "standard output", reason: "records before number \(batch.first) are missing")
        }
        if let stream = batch.stream, stream.utf8.count > Self.nameBytes {
            throw IOFailure(.write, "standard output", reason: "a stream's name has more than \(Self.nameBytes) bytes")
        }
        do { try state.output.write(text) } catch {
            if error.isClosedPipe { close.finish() }
            throw error
        }
        let count = max(known, batch.first + batch.count)
        guard let stream = batch.stream else { return count }
        state.turns += 1
        state.streams[stream] = Stream(received: count, turn: state.turns)
        if state.streams.count > streams, let oldest = state.streams.min(by: { $0.value.turn < $1.value.turn }) {
            state.streams[oldest.key] = nil
        }
        return count
    }

    private func aside<Output: Sendable>(_ body: @escaping @Sendable (inout State) throws -> Output) async throws
        -> Output
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: self.state.update { state in Result { try body(&state) } }) }
        }
    }

    /// Bytes of a stream's name. Most are a path, with what tells its file from others.
    private static let nameBytes = 8192
}
#endif
