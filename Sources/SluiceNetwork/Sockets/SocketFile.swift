public import SluiceCore

/// A socket as a file: read and written through buffers. Python's `makefile("rwb")`.
///
///     let file = socket.makeFile()
///     try file.write("NOOP\r\n")
///     try file.flush()
///     let answer = try file.readLine()
///
/// The socket stays open when it goes away. One thread at a time; to read on one and write on another, take
/// ``Socket/makeReader(bufferSize:maxLineLength:)`` and ``Socket/makeWriter(bufferSize:)``.
public final class SocketFile: ByteSource, ByteSink {
    public let reader: SocketReader
    public let writer: SocketWriter

    public init(_ socket: Socket, bufferSize: Int = 8 << 10, maxLineLength: Int = 64 << 10) {
        reader = SocketReader(socket, bufferSize: bufferSize, maxLineLength: maxLineLength)
        writer = SocketWriter(socket, bufferSize: bufferSize)
    }

    /// What errors call it: the peer.
    public var name: String? { reader.name }

    public func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) { try reader.read(into: &chunk) }

    /// `count` bytes, or fewer where the peer sends no more.
    public func read(_ count: Int) throws(IOFailure) -> [UInt8] { try reader.read(count) }

    /// Exactly `count` bytes.
    public func read(exactly count: Int) throws(IOFailure) -> [UInt8] { try reader.read(exactly: count) }

    /// Everything that the peer still sends.
    public func readAll() throws(IOFailure) -> [UInt8] { try reader.readAll() }

    /// The next line, without its end; `nil` at the end.
    public func readLine(keepsEnd: Bool = false) throws(IOFailure) -> String? {
        try reader.readLine(keepsEnd: keepsEnd)
    }

    /// All lines to the end.
    public func readLines() throws(IOFailure) -> [String] { try reader.readLines() }

    public func write(_ bytes: Span<UInt8>) throws(IOFailure) { try writer.write(bytes) }

    /// Writes a text in UTF-8.
    public func write(_ text: String) throws(IOFailure) { try writer.write(text) }

    /// Sends what was gathered.
    public func flush() throws(IOFailure) { try writer.flush() }
}

extension Socket {
    /// This socket as a file, read and written through buffers.
    public func makeFile(bufferSize: Int = 8 << 10, maxLineLength: Int = 64 << 10) -> SocketFile {
        SocketFile(self, bufferSize: bufferSize, maxLineLength: maxLineLength)
    }

    /// Reads this socket through a buffer.
    public func makeReader(bufferSize: Int = 8 << 10, maxLineLength: Int = 64 << 10) -> SocketReader {
        SocketReader(self, bufferSize: bufferSize, maxLineLength: maxLineLength)
    }

    /// Writes to this socket through a buffer; 0 sends each write at once.
    public func makeWriter(bufferSize: Int = 8 << 10) -> SocketWriter { SocketWriter(self, bufferSize: bufferSize) }
}
