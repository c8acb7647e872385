#if Services
import SluiceCore

/// A value that tasks change, and wait for.
final class Watched<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var last = 0
        var waiting: [Int: (isThere: @Sendable (Value) -> Bool, continuation: CheckedContinuation<Void, any Error>)] =
            [:]
    }

    private let state: Monitor<State>

    init(_ value: Value) { state = Monitor(State(value: value)) }

    var value: Value { state.update { $0.value } }

    /// Changes the value, and wakes those who waited for what it is now.
    func update(_ change: @Sendable (inout Value) -> Void) {
        let woken = state.update { state in
            change(&state.value)
            let value = state.value
            let keys = state.waiting.filter { $0.value.isThere(value) }.map(\.key)
            return keys.compactMap { state.waiting.removeValue(forKey: $0)?.continuation }
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until the value is as it is wanted.
    @discardableResult
    func wait(_ isThere: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        let key = state.update { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = Task.isCancelled
                let isReady = state.update { state in
                    if isThere(state.value) || isCancelled { return true }
                    state.waiting[key] = (isThere, continuation)
                    return false
                }
                if isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else if isReady {
                    continuation.resume()
                } else if Task.isCancelled {
                    giveUp(key)
                }
            }
        } onCancel: {
            giveUp(key)
        }
        return value
    }

    private func giveUp(_ key: Int) {
        state.update { $0.waiting.removeValue(forKey: key)?.continuation }?.resume(throwing: CancellationError())
    }
}

/// What tasks tell a test, in the order in which they do.
typealias Notes = Watched<[String]>

extension Watched<[String]> {
    convenience init() { self.init([]) }

    func add(_ note: String) { update { $0.append(note) } }

    /// The notes, when there are so many.
    func first(_ count: Int) async throws -> [String] { try await wait { $0.count >= count } }
}

/// Waits for what a task does, and gives up on it after so long that it must be a hang.
func within<Result: Sendable>(
    _ time: Duration = .seconds(120), _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: time)
            throw Hang()
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw Hang() }
        return result
    }
}

struct Hang: Error {}
#endif
