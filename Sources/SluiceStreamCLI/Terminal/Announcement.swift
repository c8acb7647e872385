#if Services
import Logging
import ServiceLifecycle
import SluiceStreamingHTTP

/// Says where an HTTP server listens as soon as it does; then it is done, as long as the others are.
struct Announcement: Service {
    private let server: DocumentHTTPServer
    private let logger: Logger
    private let what: String

    init(_ server: DocumentHTTPServer, _ logger: Logger, _ what: String) {
        self.server = server
        self.logger = logger
        self.what = what
    }

    func run() async throws {
        let address = "\(try await server.address())"
        let place = address.hasPrefix("tcp:") ? "http:" + address.dropFirst(4) : address
        logger.info("listening", metadata: ["address": "\(place)", "for": "\(what)"])
        try? await gracefulShutdown()
    }
}
#endif
