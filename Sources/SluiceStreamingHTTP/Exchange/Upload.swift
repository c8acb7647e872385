#if Services
internal import Hummingbird
internal import NIOCore
internal import SluiceCore
internal import SluiceStreaming

/// Reads the body of a request, chunk after chunk, and takes the records out of it.
final class Upload {
    private var body: RequestBody.AsyncIterator
    private var decoder: DocumentDecoder
    private var decompression: Decompression?
    private let exchange: Exchange
    private let statistics: StreamStatistics
    private let connection = Connection.current
    private var isAtEnd = false
    /// Records given that are not counted yet.
    private var taken = 0

    init(
        _ request: Request, framing: DocumentFraming, options: StreamOptions, isCompressed: Bool, exchange: Exchange,
        statistics: StreamStatistics
    ) {
        body = request.body.makeAsyncIterator()
        decoder = DocumentDecoder(framing, options: options)
        decompression = isCompressed ? Decompression() : nil
        self.exchange = exchange
        self.statistics = statistics
    }

    // A handler need not read to the end.
    deinit { count() }

    var root: StanzaRoot? { decoder.root }
    var offset: Int { decoder.offset }
    var ordinal: Int { decoder.ordinal }

    /// A record out of what has arrived.
    func take() throws -> StreamRecord? {
        do throws(StreamError) {
            guard let record = try decoder.next() else { return nil }
            taken += 1
            return record
        } catch {
            count()
            if error.isResumable { statistics.failed() } else { exchange.countFailure() }
            throw error
        }
    }

    /// A record, with as many chunks as it takes.
    func next() async throws -> StreamRecord? {
        while true {
            if let record = try take() { return record }
            count()
            if decoder.isFinished { return nil }
            if decompression != nil {
                if try feedDecompressed() { continue }
                guard !isAtEnd, let chunk = try await read() else {
                    try finishDecompression()
                    continue
                }
                decompression?.add(chunk)
            } else if !isAtEnd, let chunk = try await read() {
                decoder.feed(chunk.readableBytesUInt8Span)
            } else {
                decoder.finish()
            }
        }
    }

    private func count() {
        if taken > 0 { statistics.received(records: taken) }
        taken = 0
    }

    // MARK: - Bytes

    /// The next chunk; `nil` at the body's end.
    private func read() async throws -> ByteBuffer? {
        do {
            connection?.beginReading()
            let chunk = try await body.next()
            try connection?.endReading(chunk?.readableBytes ?? 0)
            if let chunk {
                statistics.received(bytes: chunk.readableBytes)
                return chunk
            }
        } catch {
            isAtEnd = true
            connection?.stopReading()
            exchange.countFailure()
            if error is Problem || error is CancellationError { throw error }
            // What the parser of HTTP says of it is no help to anyone; that it is over is.
            throw Problem(.badRequest, "the request's body ends early, or is not framed as HTTP wants it")
        }
        try Task.checkCancellation()
        isAtEnd = true
        connection?.endUpload()
        return nil
    }

    private func feedDecompressed() throws -> Bool {
        do {
            guard let text = try decompression?.next(), !text.isEmpty else { return false }
            decoder.feed(text)
            return true
        } catch {
            throw failed(error)
        }
    }

    private func finishDecompression() throws {
        do { try decompression?.finish() } catch { throw failed(error) }
        decompression = nil
        decoder.finish()
    }

    private func failed(_ error: any Error) -> any Error {
        exchange.countFailure()
        guard let failure = error as? IOFailure else { return error }
        return Problem(.badRequest, "the request's body cannot be decompressed: \(failure.reason)")
    }
}

/// The text of compressed chunks, a piece at a time.
private struct Decompression: ~Copyable {
    private var decoder = GzipDecoder(name: "the request")
    private var compressed = ByteBuffer()
    private var mayHoldMore = false
    private var given = 0
    private var taken = 0

    /// Only once all of the last one was used.
    mutating func add(_ chunk: ByteBuffer) {
        compressed = chunk
        taken += chunk.readableBytes
    }

    /// The next piece; empty where there is none yet.
    mutating func next() throws -> [UInt8] {
        guard compressed.readableBytes > 0 || mayHoldMore else { return [] }
        var text: [UInt8] = []
        var used = 0
        // What is read is another value than what is moved on; the bytes are the same.
        let chunk = compressed
        let input = chunk.readableBytesUInt8Span
        try text.append(addingCapacity: Self.pieceBytes) { room throws(IOFailure) in
            used = try decoder.decode(input, into: &room)
        }
        compressed.moveReaderIndex(forwardBy: used)
        mayHoldMore = text.count == Self.pieceBytes
        given += text.count
        guard given <= Self.alwaysAllowed || given / Self.factor <= taken else {
            throw Problem(
                .contentTooLarge, "the request's body is compressed to less than 1/\(Self.factor) of its length")
        }
        return text
    }

    mutating func finish() throws(IOFailure) { try decoder.finish() }

    private static let pieceBytes = 64 << 10
    /// Text compresses to a fifth or a tenth, logs to a thirtieth; what comes near the format's 1/1032 is made for harm.
    private static let factor = 250
    private static let alwaysAllowed = 8 << 20
}
#endif
