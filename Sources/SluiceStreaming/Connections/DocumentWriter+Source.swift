#if Services
extension DocumentWriter {
    /// Sends every document of a source, in pieces of some 64 KiB.
    ///
    /// - Parameter progress: Called once a piece with the records sent so far, and the bytes of the source before the last.
    /// - Returns: How many there were.
    /// - Throws: What reading the source throws: `ParseError`, ``IOFailure``. What is good before it has been sent.
    @discardableResult
    public func send(
        _ source: DocumentSource, progress: @Sendable (_ records: Int, _ sourceBytes: Int) -> Void = { _, _ in }
    ) async throws -> Int {
        try await send(source.open(), progress: progress)
    }

    /// Sends every document of a stream on, framed as here is agreed on, as soon as it has come.
    ///
    /// - Parameters:
    ///   - framing: How the stream is framed.
    ///   - name: What errors call the stream.
    ///   - progress: Called once a chunk with the records sent so far, and the bytes that have come.
    /// - Returns: How many there were.
    /// - Throws: ``StreamError`` for a bad document: those before it have been sent. What the stream throws.
    @discardableResult
    public func send<Chunks: AsyncSequence>(
        _ chunks: Chunks, framedAs framing: DocumentFraming, options: StreamOptions = StreamOptions(),
        name: String? = nil, progress: @Sendable (_ records: Int, _ sourceBytes: Int) -> Void = { _, _ in }
    ) async throws -> Int where Chunks.Element == [UInt8] {
        let decoding = StreamDecoding(framing, options: options, name: name)
        var iterator = chunks.makeAsyncIterator()
        var bytes = 0
        while !decoding.isOver {
            if let chunk = try await iterator.next() {
                bytes += chunk.count
                decoding.feed(chunk.span)
            } else {
                decoding.finishInput()
            }
            let before = decoding.count
            var frames: [UInt8] = []
            let fault = try collect(decoding, into: &frames)
            if !frames.isEmpty { try await send(frames, records: decoding.count - before) }
            progress(decoding.count, bytes)
            if let fault { throw fault }
        }
        return decoding.count
    }

    private func collect(_ decoding: StreamDecoding, into frames: inout [UInt8]) throws -> StreamError? {
        while true {
            let text: [UInt8]
            do throws(StreamError) {
                guard let next = try decoding.takeWritten() else { return nil }
                text = next
            } catch {
                return error
            }
            try frame(text, to: &frames)
        }
    }

    func send(_ cursor: any DocumentCursor, progress: (Int, Int) -> Void) async throws -> Int {
        var frames: [UInt8] = []
        var count = 0
        var pending = 0
        while true {
            var fault: (any Error)?
            var text: [UInt8]?
            do { text = try cursor.next() } catch { fault = error }
            if let text {
                try frame(text, to: &frames)
                pending += 1
            }
            if frames.count >= Self.pieceBytes || (text == nil && pending > 0) {
                try await send(frames, records: pending)
                count += pending
                progress(count, cursor.offset)
                frames.removeAll(keepingCapacity: true)
                pending = 0
            }
            if let fault { throw fault }
            if text == nil { return count }
        }
    }

    private static let pieceBytes = 64 << 10
}
#endif
