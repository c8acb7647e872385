#if Services
import SluiceCore

/// Standard output, for one at a time, without a buffer.
final class StandardOutput {
    private var sink: DescriptorSink

    init(fileDescriptor: Int32 = 1) {
        sink = DescriptorSink(fileDescriptor: fileDescriptor, name: "standard output", closes: false)
    }

    func write(_ text: ArraySlice<UInt8>) throws(IOFailure) { try sink.write(text.span) }

    /// Writes a record on a line.
    func write(line: [UInt8]) throws(IOFailure) { try write(line + [UInt8(ascii: "\n")]) }
}
#endif
