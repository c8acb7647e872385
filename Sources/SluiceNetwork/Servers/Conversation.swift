#if Services
/// A request from when it is taken to when it is closed, with its handler.
///
/// One thread at a time has it: who hands it on does so under a lock.
final class Conversation: @unchecked Sendable {
    let request: Request
    let address: SocketAddress
    private let makeHandler: BaseServer.HandlerMaker
    private var handler: BaseRequestHandler?
    /// When it has waited long enough; for the thread that runs the server.
    var expiry: ContinuousClock.Instant?

    init(_ request: Request, _ address: SocketAddress, _ makeHandler: @escaping BaseServer.HandlerMaker) {
        self.request = request
        self.address = address
        self.makeHandler = makeHandler
    }

    enum Outcome {
        case finished
        /// There is nothing to read at the moment.
        case idle
    }

    /// Serves until the request is finished, or wants to wait where it `mayPark`.
    func serve(for server: BaseServer?, mayPark: Bool) throws -> Outcome {
        let current: BaseRequestHandler
        if let handler {
            current = handler
        } else {
            current = makeHandler(request, address, server)
            try current.setup()
            handler = current
        }
        do {
            repeat {
                current.keepsConnection = false
                try current.handle()
                if current.keepsConnection, !current.hasBufferedInput {
                    if mayPark { return .idle }
                    try request.socket.waitUntilReadable()
                }
            } while current.keepsConnection
        } catch {
            handler = nil
            try? current.finish()
            throw error
        }
        handler = nil
        try current.finish()
        return .finished
    }

    /// Ends it in the middle: nothing more comes of it.
    func abandon() throws {
        defer { handler = nil }
        try handler?.finish()
    }
}
#endif
