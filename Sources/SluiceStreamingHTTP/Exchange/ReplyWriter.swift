#if Services
public import Hummingbird
public import SluiceStreaming

/// Writes records into an answer, in the form that the client asked for.
///
/// A record is sent as soon as the connection takes it: nothing waits for a flush. Where the client reads more slowly than
/// records are written, 64 KiB gather, and then ``write(_:)-(JSON)`` waits. The answer begins with the first record;
/// ``status`` and ``headers`` are to be set before. The end of the handler is that of the answer. For one task at a time.
///
/// - Throws: every `write` throws `WriterError` for a record that the form has no place for (an element where values are
///   sent, say), which then has not been written; why the client can be sent nothing more, once that is known; and
///   `CancellationError`.
public final class ReplyWriter {
    /// The answer's status.
    public var status: HTTPResponse.Status = .ok
    /// Further header fields of the answer.
    public var headers: HTTPFields = [:]

    private let exchange: Exchange
    private var encoder: ReplyEncoder
    /// An answer without records is one, and not none.
    private let isAlwaysSent: Bool
    private var isBegun = false
    private var hasRecords = false
    /// Of an answer that is one document, that.
    private var document: [UInt8] = []

    init(_ exchange: Exchange, encoder: consuming ReplyEncoder, isAlwaysSent: Bool) {
        self.exchange = exchange
        self.encoder = encoder
        self.isAlwaysSent = isAlwaysSent
    }

    /// Writes a JSON value.
    public func write(_ value: JSON) async throws { try await write(.json(value)) }

    /// Writes an element, without its tail.
    public func write(_ element: XML.Element) async throws { try await write(.xml(element)) }

    /// Writes a record.
    public func write(_ record: StreamRecord) async throws { try await send(try encoder.encode(record)) }

    /// Writes a document that is text already, which is checked.
    public func write(text: String) async throws { try await send(try encoder.encode(text: text)) }

    private func send(_ bytes: [UInt8]) async throws {
        hasRecords = true
        // One document is sent when it is certain that it is one, and with its length.
        if encoder.form == .jsonDocument {
            document = bytes
            return
        }
        begin()
        try await exchange.write(bytes, records: 1)
    }

    private func begin() {
        guard !isBegun else { return }
        isBegun = true
        var fields = headers
        if fields[.contentType] == nil, hasRecords || isAlwaysSent { fields[.contentType] = encoder.form.contentType }
        exchange.begin(Exchange.Head(status: status, fields: fields))
    }

    /// Says that the handler has ended.
    func finish() async throws {
        if hasRecords || isAlwaysSent {
            let end = try encoder.finish()
            begin()
            try await exchange.write(document + end, records: document.isEmpty ? 0 : 1)
        } else if status != .ok || !headers.isEmpty {
            if status == .ok { status = .noContent }
            begin()
        }
    }
}
#endif
