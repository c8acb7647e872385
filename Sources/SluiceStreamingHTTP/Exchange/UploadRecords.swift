#if Services
public import SluiceStreaming

/// The records of an upload, each as soon as the byte that ends it has arrived.
///
///     routes.post("/records", framing: .ndjson) { records, reply in
///         for try await record in records { try await reply.write(["seen": record.json?["id"] ?? nil]) }
///     }
///
/// Records come in order and are parsed as their bytes arrive; the next bytes are read when those that have arrived are
/// used up, so a handler that takes its time holds the client back. Memory: what has arrived last, and one record. To be
/// iterated once, by one task.
///
/// Where the iteration throws and the handler lets it through, the answer says what is wrong: see ``DocumentRoutes``.
public struct UploadRecords: AsyncSequence {
    /// What was asked for.
    public let request: DocumentRequest
    /// How the upload is framed, by its type or else as the route expects it.
    public let framing: DocumentFraming
    let upload: Upload

    public func makeAsyncIterator() -> Iterator { Iterator(upload: upload) }

    /// Gives the records, and tells about the last one.
    public struct Iterator: AsyncIteratorProtocol {
        let upload: Upload

        /// The next record; `nil` at the end.
        ///
        /// - Throws: `StreamError`, after which it goes on where that is resumable and ``StreamOptions/resynchronises``;
        ///   ``Problem`` where the upload ends early (400), comes too slowly (408) or is compressed and cannot be
        ///   decompressed (400, or 413 where it expands beyond measure); `CancellationError`.
        public mutating func next() async throws -> StreamRecord? {
            // Many come together, and those that are there take no asynchronous call.
            if let record = try upload.take() { return record }
            return try await upload.next()
        }

        /// The next record that has arrived already; `nil` where one would have to wait.
        ///
        /// - Throws: `StreamError`, as ``next()`` does.
        public mutating func nextArrived() throws -> StreamRecord? { try upload.take() }

        /// The root around stanzas, as soon as its start tag was read: before the first stanza.
        public var root: StanzaRoot? { upload.root }
        /// Bytes of the upload, decompressed, before the last record.
        public var offset: Int { upload.offset }
        /// Records before the last one, bad ones included.
        public var ordinal: Int { upload.ordinal }
    }
}
#endif
