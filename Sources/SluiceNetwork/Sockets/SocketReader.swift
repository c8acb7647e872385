public import SluiceCore

/// Reads a socket through a buffer: by lines, by exact counts, to the end. Python's `makefile("rb")`.
///
/// The end of a line is `\n`, or `\r\n`, wherever reads happen to cut it; the last line needs none. Reading takes time
/// in proportion to the bytes, however they arrive. One thread at a time.
///
/// - Throws: ``IOFailure``. Bytes that arrived before remain to be read.
public final class SocketReader: ByteSource {
    /// What is read. Bytes that are in the buffer are no longer there to be received.
    public let socket: Socket
    /// Bytes of a line, without its end, at most: who sends more is not kept.
    public let maxLineLength: Int

    private let bufferSize: Int
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that have been read.
    private var start = 0
    private var hasEnded = false

    /// - Parameter bufferSize: Bytes asked of the system at once.
    public init(_ socket: Socket, bufferSize: Int = 8 << 10, maxLineLength: Int = 64 << 10) {
        self.socket = socket
        self.bufferSize = max(bufferSize, 1)
        self.maxLineLength = max(maxLineLength, 0)
    }

    /// What errors call it: the peer.
    public var name: String? { socket.name }

    /// Bytes that have arrived and are not read yet.
    public var buffered: Int { buffer.count - start }

    // MARK: Bytes

    /// Appends what is in the buffer, or else what arrives next; nothing means the end.
    public func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        if buffered == 0, !hasEnded, chunk.freeCapacity >= bufferSize {
            // Straight into the caller's memory.
            let before = chunk.count
            try socket.read(into: &chunk)
            hasEnded = chunk.count == before
            return
        }
        if buffered == 0 { try fill() }
        start += chunk.append(fitting: buffer.span.extracting(start...))
    }

    /// `count` bytes, or fewer where the peer sends no more. Waits for all of them.
    public func read(_ count: Int) throws(IOFailure) -> [UInt8] {
        while buffered < count, !hasEnded { try fill() }
        return take(min(max(count, 0), buffered))
    }

    /// Exactly `count` bytes.
    ///
    /// - Throws: ``IOFailure`` where the peer sends no more before that; those that came remain to be read.
    public func read(exactly count: Int) throws(IOFailure) -> [UInt8] {
        while buffered < count, !hasEnded { try fill() }
        guard buffered >= count else {
            throw IOFailure(
                .read, name ?? "socket", reason: "the peer closed after \(buffered) of \(count) bytes")
        }
        return take(max(count, 0))
    }

    /// Everything that the peer still sends. As much memory as it sends: of a stranger, read records.
    public func readAll() throws(IOFailure) -> [UInt8] {
        while !hasEnded { try fill() }
        return take(buffered)
    }

    /// What is next, at least one byte unless the peer sends no more, without reading it.
    public func peek() throws(IOFailure) -> [UInt8] {
        if buffered == 0, !hasEnded { try fill() }
        return Array(buffer[start...])
    }

    // MARK: Lines

    /// The bytes of the next line; `nil` at the end.
    ///
    /// - Parameter keepsEnd: Whether the end of the line is a part of it, as in Python.
    /// - Throws: ``IOFailure`` for a line beyond ``maxLineLength``, which is not read any further.
    public func readLineBytes(keepsEnd: Bool = false) throws(IOFailure) -> [UInt8]? {
        var searched = 0
        while true {
            if let end = firstNewline(in: buffer.span, from: start + searched) {
                let count = end - start
                let isReturned = count > 0 && buffer[end - 1] == 0x0D
                let length = isReturned ? count - 1 : count
                if length > maxLineLength { throw tooLong() }
                var line = take(count + 1)
                if !keepsEnd { line.removeLast(isReturned ? 2 : 1) }
                return line
            }
            searched = buffered
            // One more, for a `\r` that is not a part of the line.
            if searched > maxLineLength + 1 { throw tooLong() }
            if hasEnded { break }
            try fill()
        }
        if buffered > maxLineLength { throw tooLong() }
        return buffered == 0 ? nil : take(buffered)
    }

    /// The next line as a text, without its end; `nil` at the end.
    ///
    /// - Throws: ``IOFailure`` for a line beyond ``maxLineLength``, and for one that is not UTF-8, which is then read.
    public func readLine(keepsEnd: Bool = false) throws(IOFailure) -> String? {
        guard let bytes = try readLineBytes(keepsEnd: keepsEnd) else { return nil }
        guard let line = String(validating: bytes, as: UTF8.self) else {
            throw IOFailure(.read, name ?? "socket", reason: "a line is not UTF-8")
        }
        return line
    }

    /// Hands each line to `body`, as soon as it is there, to the end.
    public func forEachLine<Failure>(_ body: (String) throws(Failure) -> Void) throws {
        while let line = try readLine() { try body(line) }
    }

    /// All lines to the end. As much memory as the peer sends.
    public func readLines() throws(IOFailure) -> [String] {
        var lines: [String] = []
        while let line = try readLine() { lines.append(line) }
        return lines
    }

    // MARK: The buffer

    private func tooLong() -> IOFailure {
        IOFailure(.read, name ?? "socket", reason: "a line is longer than \(maxLineLength) bytes")
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    private func fill() throws(IOFailure) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        } else if start > bufferSize, start > buffer.count / 2 {
            // Each byte moves once at most for every one that was read.
            buffer.removeSubrange(..<start)
            start = 0
        }
        let before = buffer.count
        try buffer.append(addingCapacity: bufferSize) { room throws(IOFailure) in try socket.read(into: &room) }
        hasEnded = buffer.count == before
    }
}
