#if Services
import Foundation
import SluiceCore
import Testing

@testable import SluiceStreamCLI
@testable import SluiceStreaming

@Suite struct LineOutputTests {
    private func batch(_ stream: String?, first: Int, _ texts: String...) -> DeliveryBatch {
        var batch = DeliveryBatch(stream: stream, first: first)
        for text in texts { batch.append(Array(text.utf8)) }
        return batch
    }

    @Test func `What comes twice is written once; what belongs to no stream, each time`() async throws {
        let sluice = try Sluice(["out": ""])
        let file = try #require(FileHandle(forWritingAtPath: sluice.folder.appending(path: "out").path))
        let output = LineOutput(fileDescriptor: file.fileDescriptor)
        #expect(try await output.keep(batch("a", first: 0, "1", "2")) == 2)
        #expect(try await output.keep(batch("a", first: 1, "2", "3")) == 3)
        _ = try await output.keep(batch(nil, first: 0, "4"))
        _ = try await output.keep(batch(nil, first: 0, "4"))
        #expect(try await output.received(of: "a") == 3)
        #expect(try await output.received(of: "b") == 0)
        await #expect(throws: IOFailure.self) { try await output.keep(batch("a", first: 9, "x")) }
        #expect(try sluice.text(of: "out") == "1\n2\n3\n4\n4\n")
    }

    @Test func `Of many streams those are remembered that came last`() async throws {
        let sluice = try Sluice(["out": ""])
        let file = try #require(FileHandle(forWritingAtPath: sluice.folder.appending(path: "out").path))
        let output = LineOutput(fileDescriptor: file.fileDescriptor, streams: 2)
        for (stream, first) in [("a", 0), ("b", 0), ("a", 1), ("c", 0)] {
            _ = try await output.keep(batch(stream, first: first, stream))
        }
        var received: [Int] = []
        for stream in ["a", "b", "c"] { received.append(try await output.received(of: stream)) }
        #expect(received == [2, 0, 1])
        let long = String(repeating: "x", count: 8193)
        let error = await #expect(throws: IOFailure.self) { try await output.keep(batch(long, first: 0, "1")) }
        #expect(
            error?.description == "cannot write 'standard output': a stream's name has more than 8192 bytes")
        #expect(try sluice.text(of: "out") == "a\nb\na\nc\n")
    }
}
#endif
