#if Services
internal import NIOCore
internal import SluiceCore
public import SluiceJSON
public import SluiceXML

/// Sends documents on a connection.
///
///     try await connection.writer.write(["answer": 42])
///
/// A call returns when the connection has taken the bytes, of which it keeps some hundred kilobytes: a peer that does not
/// read suspends the one who writes. Several tasks may write; each record stays whole, and those of one task keep their order.
///
/// - Throws: everything here throws ``WriterError`` for what the framing has no place for, ``ConnectionError`` where the
///   connection has ended, and `CancellationError`.
public final class DocumentWriter: Sendable {
    private let outbox: Outbox
    private let encoding: Locked<Encoding>
    private let peer: String
    private let progress: ConnectionProgress
    private let onBytes: @Sendable (Int, Int) -> Void

    /// What is to be locked: the encoder is not to be copied.
    private final class Encoding {
        var framing: DocumentFraming
        var encoder: DocumentEncoder?
        var isFinished = false
        init(_ framing: DocumentFraming) { self.framing = framing }

        func ready(_ framing: DocumentFraming) throws {
            guard encoder == nil else { return }
            encoder = try DocumentEncoder(framing)
        }
    }

    init(
        _ outbox: Outbox, framing: DocumentFraming, peer: String, progress: ConnectionProgress,
        onBytes: @escaping @Sendable (Int, Int) -> Void
    ) {
        self.outbox = outbox
        self.peer = peer
        self.progress = progress
        self.onBytes = onBytes
        encoding = Locked(Encoding(framing))
    }

    /// How records are framed: as the connection's, or as its first bytes have told.
    public internal(set) var framing: DocumentFraming {
        get { encoding.withLock { $0.framing } }
        set { encoding.withLock { $0.framing = newValue } }
    }

    /// Opens a stream of stanzas (``DocumentFraming/xmlStanzas``) with the start tag of the root around them.
    public nonisolated(nonsending) func open(_ root: StanzaRoot) async throws {
        try await send(records: 0) { encoding in
            guard encoding.encoder == nil else { throw WriterError(.misuse, "a root was opened already") }
            encoding.encoder = try DocumentEncoder(stanzasOf: root)
            return try encoding.encoder?.start() ?? []
        }
    }

    /// Sends a JSON value.
    public nonisolated(nonsending) func write(_ value: JSON) async throws { try await write(.json(value)) }

    /// Sends an element, without its tail.
    public nonisolated(nonsending) func write(_ element: XML.Element) async throws { try await write(.xml(element)) }

    /// Sends a record.
    public nonisolated(nonsending) func write(_ record: StreamRecord) async throws {
        try await send(records: 1) { encoding in
            try encoding.ready(encoding.framing)
            return try encoding.encoder?.encode(record) ?? []
        }
    }

    /// Sends records together, which costs less than one by one.
    public nonisolated(nonsending) func write(contentsOf records: some Sequence<StreamRecord>) async throws {
        let records = Array(records)
        try await send(records: records.count) { encoding in
            try encoding.ready(encoding.framing)
            var bytes: [UInt8] = []
            for record in records { bytes += try encoding.encoder?.encode(record) ?? [] }
            return bytes
        }
    }

    /// Sends a document that is text already: it is checked.
    public nonisolated(nonsending) func write(text: String) async throws {
        try await send(records: 1) { encoding in
            try encoding.ready(encoding.framing)
            return try encoding.encoder?.encode(text: text) ?? []
        }
    }

    /// Ends this side of the connection: what closes the stream is sent, and the peer told that no more comes. It may go on.
    /// Once: later calls do nothing.
    public func finish() async throws {
        if isFinished { return }
        try await send(records: 0) { encoding in try encoding.encoder?.finish() ?? [] }
        try await end()
    }

    /// Says that no more comes, even if the stream is not whole.
    func abandon() async { try? await end() }

    private func end() async throws {
        let wasFinished = encoding.withLock { encoding in
            defer { encoding.isFinished = true }
            return encoding.isFinished
        }
        if wasFinished { return }
        do {
            try await withTaskCancellationHandler {
                try await outbox.close().get()
            } onCancel: {
                // Whoever gives up does not wait for a peer that does not read.
                outbox.channel.close(promise: nil)
            }
        } catch {
            try Task.checkCancellation()
            let error = ConnectionError(channel: error, peer: peer) ?? error
            // Whose other end has gone is ended, too: what was not taken was told to who wrote it.
            if (error as? ConnectionError)?.code == .closed { return }
            throw error
        }
    }

    private var hasEnded: ConnectionError {
        ConnectionError(.closed, "this side of the connection has been ended", peer: peer)
    }

    private var isFinished: Bool { encoding.withLock { $0.isFinished } }

    /// Closes the connection in a while, even if the peer goes on.
    func close(after time: Duration) {
        let channel = outbox.channel
        channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    }

    // MARK: - Bytes

    /// Puts the frame of a text that was checked behind others.
    func frame(_ text: [UInt8], to frames: inout [UInt8]) throws {
        frames += try encoding.withLock { encoding in
            try encoding.ready(encoding.framing)
            return try encoding.encoder?.encode(checked: text) ?? []
        }
    }

    private nonisolated(nonsending) func send(records: Int, _ encode: (Encoding) throws -> [UInt8]) async throws {
        let bytes = try encoding.withLock { encoding in
            if encoding.isFinished { throw hasEnded }
            return try encode(encoding)
        }
        if !bytes.isEmpty { try await pass(bytes, records: records) }
    }

    /// Sends bytes as they are: framed already, or of another protocol. Nothing is checked.
    public nonisolated(nonsending) func write(bytes: [UInt8]) async throws { try await send(bytes, records: 0) }

    /// Sends bytes that are framed already.
    nonisolated(nonsending) func send(_ bytes: [UInt8], records: Int) async throws {
        if isFinished { throw hasEnded }
        try await pass(bytes, records: records)
    }

    private nonisolated(nonsending) func pass(_ bytes: [UInt8], records: Int) async throws {
        do { try await outbox.write(bytes) } catch {
            // That it is closed says less than why.
            throw ConnectionError(channel: error, peer: peer).map { found in
                guard found.code == .closed, let fault = progress.fault else { return found }
                return ConnectionError(channel: fault, peer: peer) ?? found
            } ?? error
        }
        onBytes(bytes.count, records)
    }
}
#endif
