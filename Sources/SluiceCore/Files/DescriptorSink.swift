/// Writes to an open file descriptor: a pipe, a terminal, a socket, a file that someone else opened.
///
/// Every write goes to the system at once, and waits for room also where the descriptor is non-blocking: hand over
/// pieces of some KiB, or put a ``BufferedSink`` before it.
///
/// - Throws: ``IOFailure`` that carries the name given here. A reader that has gone away is one with EPIPE: no signal
///   ends the process.
public struct DescriptorSink: ~Copyable, ByteSink, Sendable {
    private var descriptor: Descriptor

    /// - Parameter name: What errors call it.
    /// - Parameter closes: Whether the descriptor is closed when the sink goes away.
    public init(fileDescriptor: Int32, name: String, closes: Bool) {
        descriptor = Descriptor(fileDescriptor, name: name, closes: closes)
    }

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Standard output, which stays open. Errors call it `<stdout>`.
    @_optimize(none)  // Swift 6.3 crashes where it inlines the deinit of a type like this across modules.
    public static var standardOutput: DescriptorSink {
        DescriptorSink(fileDescriptor: 1, name: "<stdout>", closes: false)
    }

    /// Standard error, which stays open.
    @_optimize(none)  // Swift 6.3 crashes where it inlines the deinit of a type like this across modules.
    public static var standardError: DescriptorSink {
        DescriptorSink(fileDescriptor: 2, name: "<stderr>", closes: false)
    }

    public mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) { try descriptor.write(bytes) }

    /// Closes the descriptor, unless it is to stay open, and reports what the system says then. Later writes fail.
    public mutating func close() throws(IOFailure) { try descriptor.closeReporting() }
}
