#if Services
public import SluiceJSON

/// Methods that others may call by JSON-RPC 2.0, over any framing of JSON.
///
///     var service = RPCService()
///     service.on("add") { parameters in
///         guard let a = parameters?[0]?.int, let b = parameters?[1]?.int else { throw .invalidParameters("two integers") }
///         return JSON(a + b)
///     }
///     let server = DocumentServer(.tcp(host: "127.0.0.1", port: 4711), framing: .ndjson, handler: service.serve)
///
/// Requests that come one behind the other run at the same time, up to ``inFlight``; further ones are not read until one of
/// them is answered, so that a peer who asks faster than it is answered is held back. Answers go out as they are ready, each with
/// its request's `id`. Batches are answered together. Of an error that is no ``RPCError`` the peer learns only that there was one.
public struct RPCService: Sendable {
    /// What answers a call: parameters in, result out.
    public typealias Method = @Sendable (JSON?) async throws -> JSON

    private var methods: [String: Method] = [:]
    /// Requests of one connection that run at a time; those of a batch count as one.
    public var inFlight = 64
    /// Requests in a batch.
    public var batch = 1_000
    /// Told of errors that are no ``RPCError``, with the method's name: the peer is not.
    public var onFailure: @Sendable (String, any Error) -> Void = { _, _ in }

    public init() {}

    /// Adds a method, in the place of one that has the name already. Names that begin with `rpc.` are the protocol's own.
    public mutating func on(_ name: String, _ method: @escaping Method) { methods[name] = method }

    /// Answers the requests of a connection until the peer ends it.
    ///
    /// - Throws: ``ConnectionError``, and ``StreamError`` where bytes come that are no records, and the framing does not
    ///   tell where the next begins (``StreamOptions/resynchronises``): after an answer that says so, and those to the requests before.
    public func serve(_ connection: DocumentConnection) async throws {
        let writer = connection.writer
        var records = connection.records.makeAsyncIterator()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            var fault: StreamError?
            while fault == nil {
                let request: JSON
                do {
                    guard let record = try await records.next(), let value = record.json else { break }
                    request = value
                } catch let error as StreamError {
                    let answer = RPCError(code: RPCError.parseErrorCode, message: error.message)
                    try await writer.write(RPCRequest.answer(.null, .failure(answer)))
                    if !error.isResumable { fault = error }
                    continue
                }
                if running >= max(inFlight, 1) {
                    try await group.next()
                    running -= 1
                }
                running += 1
                group.addTask {
                    if let answer = await self.answer(to: request) { try await writer.write(answer) }
                }
            }
            // Requests before a bad one are answered all the same.
            try await group.waitForAll()
            if let fault { throw fault }
        }
    }

    /// What a request, or a batch of them, is answered with; `nil` where nothing is.
    func answer(to value: JSON) async -> JSON? {
        guard case .array(let requests) = value.kind else { return await answerOne(value) }
        if requests.isEmpty || requests.count > batch {
            let message = requests.isEmpty ? "a batch is not to be empty" : "a batch has \(batch) requests at most"
            return RPCRequest.answer(.null, .failure(.invalidRequest(message)))
        }
        let answers = await withTaskGroup(of: (Int, JSON?).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, await self.answerOne(request)) }
            }
            var answers: [(Int, JSON)] = []
            for await case (let index, let answer?) in group { answers.append((index, answer)) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return answers.isEmpty ? nil : JSON(answers)
    }

    private func answerOne(_ value: JSON) async -> JSON? {
        let request: RPCRequest
        do throws(RPCError) { request = try RPCRequest(value) } catch {
            return RPCRequest.answer(RPCRequest.id(of: value), .failure(error))
        }
        let result = await run(request)
        return request.id.map { RPCRequest.answer($0, result) }
    }

    private func run(_ request: RPCRequest) async -> Result<JSON, RPCError> {
        guard let method = methods[request.method] else {
            return .failure(
                RPCError(code: RPCError.methodNotFoundCode, message: "there is no method \"\(request.method)\""))
        }
        do { return .success(try await method(request.parameters)) } catch {
            if let error = error as? RPCError { return .failure(error) }
            onFailure(request.method, error)
            return .failure(RPCError(code: RPCError.internalErrorCode, message: "the method failed"))
        }
    }
}
#endif
