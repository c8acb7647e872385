/// The bytes of an open file descriptor: a pipe, a terminal, a socket, a file that someone else opened.
///
/// Reads from where the descriptor stands, and waits where there is nothing yet, also where the descriptor is
/// non-blocking. What begins with gzip's magic bytes is decompressed.
///
/// - Throws: ``IOFailure`` that carries the name given here.
public struct DescriptorSource: ~Copyable, ByteSource, Sendable {
    private var text: GzipSource<StoredFile>

    /// - Parameter name: What errors call it.
    /// - Parameter closes: Whether the descriptor is closed when the source goes away.
    public init(fileDescriptor: Int32, name: String, closes: Bool) {
        text = GzipSource(StoredFile(Descriptor(fileDescriptor, name: name, closes: closes)))
    }

    /// Standard input, which stays open. Errors call it `<stdin>`.
    @_optimize(none)  // Swift 6.3 crashes where it inlines the deinit of a type like this across modules.
    public static var standardInput: DescriptorSource {
        DescriptorSource(fileDescriptor: 0, name: "<stdin>", closes: false)
    }

    public var name: String? { text.name }

    /// Bytes there were to read, as they are stored, where the descriptor is a regular file; else `nil`.
    public var size: Int? { text.base.size }

    /// Bytes read so far of those that ``size`` counts.
    public var bytesRead: Int { text.base.bytesRead }

    public mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) { try text.read(into: &chunk) }
}
