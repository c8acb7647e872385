public import SluiceCore

/// Writes to a socket through a buffer. Python's `makefile("wb")`.
///
/// Call ``flush()`` before an answer is waited for, and at the end: what is still in the buffer when it goes away is
/// dropped. One thread at a time.
///
/// - Throws: ``IOFailure``. What was in the buffer is gone, and how much of it arrived unknown.
public final class SocketWriter: ByteSink {
    /// What is written to. Flush before writing to it directly.
    public let socket: Socket

    private var output: BufferedSink<Socket>
    private let isBuffered: Bool

    /// - Parameter bufferSize: Bytes gathered before they are sent; 0 sends each write at once.
    public init(_ socket: Socket, bufferSize: Int = 8 << 10) {
        self.socket = socket
        isBuffered = bufferSize > 0
        output = BufferedSink(socket, capacity: bufferSize)
    }

    public func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        if isBuffered {
            try output.write(bytes)
        } else {
            try socket.write(bytes)
        }
    }

    /// Writes bytes.
    public func write(_ bytes: [UInt8]) throws(IOFailure) { try write(bytes.span) }

    /// Writes a text in UTF-8.
    public func write(_ text: String) throws(IOFailure) { try write(Array(text.utf8).span) }

    /// Sends what was gathered.
    public func flush() throws(IOFailure) { try output.flush() }
}
