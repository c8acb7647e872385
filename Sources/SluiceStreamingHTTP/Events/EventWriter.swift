#if Services
/// Sends events to a client, each at once. Where the client reads more slowly, 64 KiB gather, and then ``send(_:)`` waits.
public final class EventWriter {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    /// Sends an event.
    ///
    /// - Throws: Why the client can be sent nothing more; `CancellationError` where it has gone, or the server ends.
    public func send(_ event: ServerSentEvent) async throws {
        try await exchange.write(Array(event.text.utf8), records: 1)
    }

    /// Sends a comment, which clients pass over.
    ///
    /// - Throws: As ``send(_:)`` does.
    public func comment(_ text: String) async throws {
        try await exchange.write(Array(ServerSentEvent.comment(text).utf8), records: 0)
    }
}
#endif
