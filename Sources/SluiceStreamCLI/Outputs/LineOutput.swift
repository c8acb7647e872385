#if Services
import SluiceCore
import SluiceStreaming
import Synchronization

/// Writes the records of all connections to standard output, each on a line. What has been written cannot be taken back, so
/// nothing of it outlasts a crash of this process: a delivery that is begun again begins from its first record.
actor LineOutput: DeliveryStore {
    private var received: [String: Int] = [:]
    private let output: StandardOutput

    init(fileDescriptor: Int32 = 1) { output = StandardOutput(fileDescriptor) }

    func received(of stream: String) -> Int { received[stream] ?? 0 }

    func keep(_ batch: DeliveryBatch) throws -> Int {
        let known = batch.stream.map { received[$0] ?? 0 } ?? batch.first
        guard let text = batch.text(after: known) else {
            throw IOFailure(.write, "standard output", reason: "records before number \(batch.first) are missing")
        }
        try output.write(text)
        let count = max(known, batch.first + batch.count)
        if let stream = batch.stream { received[stream] = count }
        return count
    }
}

/// Standard output, for one at a time.
private final class StandardOutput {
    private var sink: DescriptorSink

    init(_ descriptor: Int32) {
        sink = DescriptorSink(fileDescriptor: descriptor, name: "standard output", closes: false)
    }

    func write(_ text: ArraySlice<UInt8>) throws(IOFailure) { try sink.write(text.span) }
}
#endif
