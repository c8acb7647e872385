public import SluiceCore

/// Reads a source chunk by chunk into one buffer, as UTF-8 whatever encoding of Unicode it comes in.
///
/// A class, since the deinit of a struct cannot be called where clients inline what holds it.
@usableFromInline
@safe final class ChunkReader {
    private let source: SourceReader
    @usableFromInline let name: String?
    /// As it is read, and how much of it the last read brought.
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// As UTF-8, where it is not.
    private var text = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private var textCount = 0

    private var transcoder: Transcoder?
    private var isAtStart = true
    private var fault: Transcoder.Fault?

    /// Enough that a call of the system costs little beside its bytes, and that they are still in the cache when parsed.
    @usableFromInline static let chunkBytes = 256 << 10

    @usableFromInline
    init<Source: ByteSource & ~Copyable>(_ source: consuming Source, capacity: Int = ChunkReader.chunkBytes) {
        self.source = SourceReader.of(source)
        name = self.source.name
        unsafe buffer = .allocate(capacity: max(capacity, TextEncoding.detectionBytes))
    }

    deinit {
        unsafe buffer.deallocate()
        unsafe text.deallocate()
    }

    /// The bytes that the last ``read()`` brought. They stay where they are until the next.
    var bytes: UnsafeBufferPointer<UInt8> {
        unsafe transcoder == nil
            ? UnsafeBufferPointer(rebasing: buffer[..<count]) : UnsafeBufferPointer(rebasing: text[..<textCount])
    }

    /// The bytes that the last ``read()`` brought.
    @usableFromInline
    var chunk: Span<UInt8> {
        @_lifetime(borrow self) get { unsafe _overrideLifetime(bytes.span, borrowing: self) }
    }

    /// Replaces the chunk by the next one. `false` at the end of the input.
    @usableFromInline
    func read() throws -> Bool {
        count = 0
        if isAtStart {
            isAtStart = false
            try readStart()
        } else if transcoder == nil {
            return try readMore()
        }
        if transcoder == nil { return count > 0 }
        repeat {
            if let fault { throw error(fault) }
            guard try count > 0 || readMore() else {
                do { try transcoder?.finish() } catch { throw self.error(error) }
                return false
            }
            transcode()
        } while textCount == 0
        return true
    }

    /// Reads as much as tells the encoding, and no more than that if more has to be waited for.
    private func readStart() throws {
        while count < TextEncoding.detectionBytes, unsafe !Self.isUTF8(buffer[..<count]), try readMore() {}
        let (encoding, markBytes) = unsafe TextEncoding.detect(UnsafeBufferPointer(rebasing: buffer[..<count]).span)
        guard encoding != .utf8 else { return }
        transcoder = Transcoder(from: encoding, offset: markBytes)
        count -= markBytes
        if let base = unsafe buffer.baseAddress { unsafe base.update(from: base + markBytes, count: count) }
    }

    /// Two ASCII characters and no NUL: no other encoding begins so.
    private static func isUTF8(_ start: Slice<UnsafeMutableBufferPointer<UInt8>>) -> Bool {
        unsafe start.count >= 2 && start.prefix(2).allSatisfy { $0 != 0 && $0 < 0x80 }
    }

    /// Appends what one call of the source brings.
    private func readMore() throws -> Bool {
        let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
        let more = try unsafe source.read(into: rest)
        count += more
        return more > 0
    }

    private func transcode() {
        var output: [UInt8] = []
        // What precedes a fault is delivered first.
        do { try transcoder?.feed(unsafe UnsafeBufferPointer(rebasing: buffer[..<count]).span, into: &output) } catch {
            fault = error
        }
        count = 0
        if unsafe output.count > text.count {
            unsafe text.deallocate()
            unsafe text = .allocate(capacity: output.count)
        }
        unsafe _ = text.update(fromContentsOf: output)
        textCount = output.count
    }

    private func error(_ fault: Transcoder.Fault) -> ParseError {
        let place = TextPosition(offset: fault.offset, line: 1, column: fault.offset + 1)
        return ParseError(fault.isTruncation ? .truncated : .encoding, fault.message, at: place, sourceName: name)
    }
}
