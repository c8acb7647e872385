#if Services
internal import SluiceCore

/// Hands batches from the one who reads a connection to the one who keeps them: while one batch is kept the next one grows, up to a bound.
final class DeliveryMailbox: Sendable {
    private struct State {
        var batch: DeliveryBatch
        var isFinished = false
        var reader: CheckedContinuation<Void, Never>?
        var keeper: CheckedContinuation<Void, Never>?
    }

    /// Bytes that wait.
    private static let bound = 4 << 20
    private let state: Monitor<State>

    init(stream: String?, first: Int) { state = Monitor(State(batch: DeliveryBatch(stream: stream, first: first))) }

    /// Adds records, however many wait: who does so asks for ``room()`` before the next.
    func append(_ records: [[UInt8]]) {
        wakeKeeper { state in for record in records { state.batch.append(record) } }
    }

    /// Waits until there is room.
    func room() async {
        await withCheckedContinuation { continuation in
            let isFree = state.update { state in
                let isFree = state.batch.text.count < Self.bound || state.isFinished
                if !isFree { state.reader = continuation }
                return isFree
            }
            if isFree { continuation.resume() }
        }
    }

    /// Says that no records come any more, or that none are kept any more.
    func finish() {
        wakeKeeper { $0.isFinished = true }
        wakeReader { _ in }
    }

    /// Whether it was finished.
    var isFinished: Bool { state.update { $0.isFinished } }

    /// The records that wait, when there are any; `nil` when all have been taken.
    func next() async -> DeliveryBatch? {
        await withCheckedContinuation { continuation in
            let isReady = state.update { state in
                let isReady = state.batch.count > 0 || state.isFinished
                if !isReady { state.keeper = continuation }
                return isReady
            }
            if isReady { continuation.resume() }
        }
        var taken: DeliveryBatch?
        wakeReader { state in
            guard state.batch.count > 0 else { return }
            taken = state.batch
            state.batch = DeliveryBatch(stream: state.batch.stream, first: state.batch.first + state.batch.count)
        }
        return taken
    }

    private func wakeKeeper(_ change: (inout State) -> Void) {
        let continuation = state.update { state in
            change(&state)
            let continuation = state.keeper
            state.keeper = nil
            return continuation
        }
        continuation?.resume()
    }

    private func wakeReader(_ change: (inout State) -> Void) {
        let continuation = state.update { state in
            change(&state)
            let continuation = state.reader
            state.reader = nil
            return continuation
        }
        continuation?.resume()
    }
}
#endif
