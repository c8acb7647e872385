#if Services
internal import NIOCore

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
                try await send(ByteBuffer(bytes: frames), records: pending)
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
