#if Services
import Foundation
import SluiceCore
import Testing

@testable import SluiceStreamCLI
@testable import SluiceStreaming

@Suite struct OutputWatchTests {
    @Test(.timeLimit(.minutes(1))) func `It ends when the reader of the output has gone`() async throws {
        let pipe = Pipe()
        let output = LineOutput(fileDescriptor: pipe.fileHandleForWriting.fileDescriptor)
        async let end: Void = OutputWatch(output).run()
        try pipe.fileHandleForReading.close()
        var batch = DeliveryBatch(stream: nil, first: 0)
        batch.append(Array("1".utf8))
        await #expect(throws: IOFailure.self) { try await output.keep(batch) }
        await end
    }
}
#endif
