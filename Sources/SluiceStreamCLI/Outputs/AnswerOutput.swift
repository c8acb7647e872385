#if Services
import SluiceCore

/// Writes what a server answers to standard output, each record on a line, at once.
final class AnswerOutput {
    private var sink: DescriptorSink

    init(fileDescriptor: Int32 = 1) {
        sink = DescriptorSink(fileDescriptor: fileDescriptor, name: "standard output", closes: false)
    }

    func write(_ text: [UInt8]) throws(IOFailure) { try sink.write((text + [UInt8(ascii: "\n")]).span) }
}
#endif
