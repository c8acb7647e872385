#if Services
internal import NIOCore
internal import SluiceCore

/// What comes in on a connection: bytes of the channel, documents out of them. One task at a time has it.
@usableFromInline
final class ConnectionInput {
    // Nothing here is called while another call is under way.
    private let inbox: Inbox
    private let decoding: StreamDecoding
    let options: StreamOptions
    private let progress: ConnectionProgress
    private let peer: String
    @safe @exclusivity(unchecked) private var isAtEnd = false
    /// Why no more comes, where that is not in order: said again to whoever asks again.
    @safe @exclusivity(unchecked) private var failure: (any Error)?
    /// Whether the decoder knows that no more comes.
    @safe @exclusivity(unchecked) private var isTold = false
    /// Whether it ended because the server ends, and not because the peer did.
    private(set) var isCut = false
    /// Whether the peer ends every record, the last one, too: with a line feed, or other white space. Then a number that nothing
    /// follows is one that was cut short.
    var isEveryRecordEnded = false
    /// What was given to the decoder: how much, and the last of it.
    @safe @exclusivity(unchecked) private var fed = 0
    @safe @exclusivity(unchecked) private var lastByte: UInt8?
    /// Called for each chunk with the bytes that have come, and the records taken since the last.
    private let onChunk: (Int, Int) -> Void
    @safe @exclusivity(unchecked) private var reported = 0
    /// Called once the first bytes have told how the stream is framed, where that was to be sniffed.
    @safe @exclusivity(unchecked) var onSniffed: ((DocumentFraming) -> Void)?
    /// What was looked at, and is still to be read.
    @safe @exclusivity(unchecked) private var ahead: ByteBuffer?
    /// What has come of a chunk and the decoder has not been given yet.
    @safe @exclusivity(unchecked) private var rest = ByteBuffer()

    init(
        _ inbox: Inbox, framing: DocumentFraming, options: StreamOptions,
        progress: ConnectionProgress, peer: String, onChunk: @escaping (Int, Int) -> Void
    ) {
        self.inbox = inbox
        decoding = StreamDecoding(framing, options: options, name: peer)
        self.options = options
        self.progress = progress
        self.peer = peer
        self.onChunk = onChunk
    }

    var framing: DocumentFraming { decoding.framing }
    var offset: Int { decoding.offset }
    var ordinal: Int { decoding.ordinal }

    /// The next record that is there already.
    @usableFromInline
    func take() throws(StreamError) -> StreamRecord? {
        while true {
            if let record = try decoding.take() { return record }
            guard feedRest() else { return nil }
        }
    }

    /// The next record, when it has come, where ``take()`` has found none.
    @usableFromInline
    nonisolated(nonsending) func next() async throws -> StreamRecord? {
        while try await hasMore() { if let record = try take() { return record } }
        return nil
    }

    /// The root around stanzas, when it has come.
    nonisolated(nonsending) func root() async throws -> StanzaRoot? {
        while decoding.awaitsRoot { guard try await hasMore() else { break } }
        return decoding.root
    }

    /// Whether there is more to look at, when the next bytes have come, or word that none will.
    nonisolated(nonsending) func hasMore() async throws -> Bool {
        guard !decoding.isOver, !isTold else { return false }
        if feedRest() { return true }
        while let chunk = try await chunk() {
            rest = chunk
            if feedRest() { return true }
        }
        isTold = true
        if !progress.hasEnded {
            // What has not come whole was not asked for any more.
            isCut = true
            return false
        }
        if let cutNumber { throw cutNumber }
        decoding.finishInput()
        return true
    }

    /// So much is parsed while it is in the processor's cache.
    private static let mostFed = 64 << 10

    /// Gives the decoder more of what has come; whether there was any.
    private func feedRest() -> Bool {
        guard let piece = rest.readSlice(length: min(rest.readableBytes, Self.mostFed)), piece.readableBytes > 0 else {
            return false
        }
        if rest.readableBytes == 0 { rest = ByteBuffer() }
        decoding.feed(piece.readableBytesUInt8Span)
        fed += piece.readableBytes
        lastByte = piece.readableBytesView.last
        if let onSniffed, decoding.framing != .sniffed {
            onSniffed(decoding.framing)
            self.onSniffed = nil
        }
        return true
    }

    /// The fault of a stream that ends with a number, of which there may be more.
    private var cutNumber: StreamError? {
        guard isEveryRecordEnded, framing == .ndjson || framing == .concatenatedJSON else { return nil }
        guard let lastByte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(lastByte) else { return nil }
        return StreamError(
            ParseError(
                .truncated, "expected the number's end, a line feed behind it, but the stream ends", atByte: fed,
                name: peer),
            ordinal: decoding.count)
    }

    /// The text of the next record that is there already, checked.
    func takeText() throws(StreamError) -> [UInt8]? {
        while true {
            if let text = try decoding.takeWritten() { return text }
            guard feedRest() else { return nil }
        }
    }

    /// The text of the next record, when it has come, where ``takeText()`` has found none.
    nonisolated(nonsending) func nextText() async throws -> [UInt8]? {
        while try await hasMore() { if let text = try takeText() { return text } }
        return nil
    }

    // MARK: - Bytes

    /// The bytes up to the next line feed, which is taken, too; `nil` at the end.
    /// - Throws: ``ConnectionError``: `protocolViolation` where there is no line feed within `limit` bytes; `closed` where the
    ///   peer ended the connection before it came.
    nonisolated(nonsending) func line(limit: Int) async throws -> [UInt8]? {
        var line: [UInt8] = []
        while var chunk = try await chunk(isMidRecord: !line.isEmpty) {
            let bytes = chunk.readableBytesView
            let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
            line += bytes[..<(end ?? bytes.endIndex)]
            guard line.count <= limit else {
                throw ConnectionError(.protocolViolation, "expected a line of \(limit) bytes at most", peer: peer)
            }
            guard let end else { continue }
            chunk.moveReaderIndex(forwardBy: end - bytes.startIndex + 1)
            if chunk.readableBytes > 0 { ahead = chunk }
            return line
        }
        guard line.isEmpty else {
            throw ConnectionError(.closed, "the peer ended the connection within a line", peer: peer)
        }
        return nil
    }

    /// Whether the next bytes are these. None is taken.
    nonisolated(nonsending) func begins(with bytes: [UInt8]) async throws -> Bool {
        var found = ByteBuffer()
        while found.readableBytes < bytes.count, bytes.starts(with: found.readableBytesView),
            var chunk = try await chunk(isMidRecord: found.readableBytes > 0)
        {
            found.writeBuffer(&chunk)
        }
        if found.readableBytes > 0 { ahead = found }
        return found.readableBytesView.starts(with: bytes)
    }

    /// Tells of bytes that have come, and of the records taken since the last time.
    func report(_ bytes: Int = 0) {
        onChunk(bytes, decoding.count - reported)
        reported = decoding.count
    }

    /// The next bytes as they came; `nil` at the end.
    ///
    /// - Parameter isMidRecord: Whether a part of what is wanted has come, so that the rest is to come in time: by default
    ///   whether the decoder has a part of a record.
    nonisolated(nonsending) func chunk(isMidRecord: Bool? = nil) async throws -> ByteBuffer? {
        if let ahead {
            self.ahead = nil
            return ahead
        }
        if let failure { throw failure }
        guard !isAtEnd else { return nil }
        progress.waits(records: decoding.count, isMidRecord: isMidRecord ?? decoding.isMidRecord)
        do {
            let chunk = try await inbox.next()
            progress.works()
            if let chunk {
                report(chunk.readableBytes)
                return chunk
            }
            // A channel that was closed gives no more, and no error, either: a write has failed, say.
            guard progress.hasEnded || progress.isDraining else {
                throw progress.fault ?? ChannelError.ioOnClosedChannel
            }
            isAtEnd = true
            return nil
        } catch let error as CancellationError {
            // Who gives up waiting may ask again.
            throw error
        } catch {
            let error = ConnectionError(channel: error, peer: peer) ?? error
            failure = error
            throw error
        }
    }
}
#endif
