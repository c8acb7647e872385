#if Services
import Logging
import NIOPosix
import SluiceStreaming

/// Runs a server on a free port of the loopback for as long as a closure takes.
@discardableResult
func serving<Result: Sendable>(
    _ framing: DocumentFraming, at address: StreamAddress = .tcp(host: "127.0.0.1", port: 0),
    replies: DocumentFraming? = nil, tls: StreamTLS? = nil, limits: ServerLimits = .patient,
    options: StreamOptions = StreamOptions(), logger: Logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() },
    group: MultiThreadedEventLoopGroup = .singleton, handlersOn place: HandlerPlace = .concurrentPool,
    handler: @escaping DocumentServer.Handler, _ body: (StreamAddress) async throws -> Result
) async throws -> Result {
    let server = DocumentServer(
        address, framing: framing, replies: replies, tls: tls, limits: limits, options: options, logger: logger,
        group: group, handlersOn: place, handler: handler)
    let bound = try await server.bind()
    let running = Task { try await server.run() }
    do {
        let result = try await body(bound)
        running.cancel()
        try await running.value
        return result
    } catch {
        running.cancel()
        try await running.value
        throw error
    }
}

extension ServerLimits {
    /// For tests that are about something else: on a busy machine a part of a record may be alone for long.
    static var patient: ServerLimits {
        var limits = ServerLimits()
        limits.timeouts.bytesPerSecond = 0
        return limits
    }
}

/// The lines of a file.
func lines(_ path: String) throws -> [String] {
    String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n").map(String.init)
}

/// The bytes of a file.
func bytes(_ path: String) throws -> [UInt8] {
    var source = try FileSource(path)
    var bytes: [UInt8] = []
    while true {
        let piece = try [UInt8](capacity: 64 << 10) { span throws in try source.read(into: &span) }
        if piece.isEmpty { break }
        bytes += piece
    }
    return bytes
}
#endif
