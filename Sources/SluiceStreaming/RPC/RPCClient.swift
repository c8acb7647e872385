#if Services
internal import SluiceCore
public import SluiceJSON

/// Calls the methods of a server by JSON-RPC 2.0: see ``DocumentClient/withRPC(_:)``.
///
/// Any number of tasks may call at the same time, on one connection: requests go out at once, and each caller is given the answer to
/// its own, in whatever order they come.
public final class RPCClient: Sendable {
    private struct State {
        var last = 0
        var waiting: [Int: CheckedContinuation<JSON, any Error>] = [:]
        var end: (any Error)?
    }

    private let writer: DocumentWriter
    private let state = Monitor(State())

    init(_ writer: DocumentWriter) { self.writer = writer }

    /// Calls a method, and waits for what it returns.
    ///
    /// - Throws: ``RPCError`` that the server answers with, to this call or to one that it could not read; ``ConnectionError`` where no answer can come any more: the method may
    ///   have run or not. `CancellationError`: an answer that comes later is dropped.
    public func call(_ method: String, _ parameters: JSON? = nil) async throws -> JSON {
        try Task.checkCancellation()
        let id = state.update { state in
            state.last += 1
            return state.last
        }
        let request = Self.request(method, parameters, id: id)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let end = state.update { state in
                    if state.end == nil { state.waiting[id] = continuation }
                    return state.end
                }
                if let end {
                    continuation.resume(throwing: end)
                } else if Task.isCancelled {
                    settle(id, .failure(CancellationError()))
                } else {
                    // Not here, so that the call can be given up while the server does not read.
                    Task {
                        do { try await writer.write(request) } catch { settle(id, .failure(error)) }
                    }
                }
            }
        } onCancel: {
            settle(id, .failure(CancellationError()))
        }
    }

    /// Calls a method without waiting: nobody will say whether it ran.
    ///
    /// - Throws: ``ConnectionError`` where the connection has ended.
    public func notify(_ method: String, _ parameters: JSON? = nil) async throws {
        try await writer.write(Self.request(method, parameters, id: nil))
    }

    private static func request(_ method: String, _ parameters: JSON?, id: Int?) -> JSON {
        var request: JSON = ["jsonrpc": "2.0", "method": JSON(method)]
        if let parameters { request["params"] = parameters }
        if let id { request["id"] = JSON(id) }
        return request
    }

    // MARK: - Answers

    /// Gives an answer to whoever waits for it. An error without an identifier is of a request that the server could not read:
    /// whose it is nobody knows, and so all who wait are given it.
    func take(_ answer: JSON) {
        let bad = RPCError(code: RPCError.internalErrorCode, message: "the answer is no answer")
        if let error = answer["error"], !error.isNull {
            let known = RPCError(error) ?? bad
            if let id = answer["id"], !id.isNull {
                if let id = id.int { settle(id, .failure(known)) }
            } else {
                for continuation in waiting(ending: nil) { continuation.resume(throwing: known) }
            }
        } else if let id = answer["id"]?.int {
            settle(id, answer["result"].map { .success($0) } ?? .failure(bad))
        }
    }

    /// Says that no answers come any more.
    func end(_ error: any Error) {
        for continuation in waiting(ending: error) { continuation.resume(throwing: error) }
    }

    /// All who wait, who do so no more.
    private func waiting(ending error: (any Error)?) -> [CheckedContinuation<JSON, any Error>] {
        state.update { state in
            state.end = state.end ?? error
            let waiting = Array(state.waiting.values)
            state.waiting = [:]
            return waiting
        }
    }

    private func settle(_ id: Int, _ result: Result<JSON, any Error>) {
        state.update { $0.waiting.removeValue(forKey: id) }?.resume(with: result)
    }
}

extension DocumentClient {
    /// Connects, and gives a closure what calls the server's methods by JSON-RPC 2.0. When it returns, the connection is closed.
    ///
    ///     let sum = try await client.withRPC { server in try await server.call("add", [1, 2]).int }
    ///
    /// - Throws: As ``withConnection(_:)``.
    public func withRPC<Result: Sendable>(
        _ body: @escaping @Sendable (RPCClient) async throws -> Result
    ) async throws -> Result {
        try await withConnection { connection in
            let writer = connection.writer
            let client = RPCClient(writer)
            async let result = {
                // The server ends its side when we have ended ours; then answers end.
                do {
                    let result = try await body(client)
                    try await writer.finish()
                    writer.close(after: options.linger)
                    return result
                } catch {
                    await writer.abandon()
                    writer.close(after: options.linger)
                    throw error
                }
            }()
            do {
                for try await record in connection.records {
                    guard let value = record.json else { continue }
                    if case .array(let answers) = value.kind {
                        answers.forEach(client.take)
                    } else {
                        client.take(value)
                    }
                }
                client.end(ConnectionError(.closed, "the server has ended the connection", peer: address.description))
            } catch {
                client.end(error)
            }
            return try await result
        }
    }
}
#endif
