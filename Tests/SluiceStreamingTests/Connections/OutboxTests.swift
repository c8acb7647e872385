#if Services
import Dispatch
import NIOCore
import NIOEmbedded
import Testing

@testable import SluiceStreaming

@Suite(.timeLimit(.minutes(1))) struct OutboxTests {
    private struct Broken: Error {}

    private let channel = NIOAsyncTestingChannel()
    private let outbox: Outbox

    init() { outbox = Outbox(channel) }

    /// The next piece that the channel was given.
    private func piece() async throws -> String {
        String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
    }

    @Test func `What is written before the loop comes to it leaves in one piece`() async throws {
        let isHeld = Watched(false)
        let gate = DispatchSemaphore(value: 0)
        channel.eventLoop.execute {
            isHeld.update { $0 = true }
            gate.wait()
        }
        try await isHeld.wait { $0 }
        for text in ["a", "b", "c"] { try await outbox.write(Array(text.utf8)) }
        gate.signal()
        #expect(try await piece() == "abc")
        try await outbox.write(Array("d".utf8))
        #expect(try await piece() == "d")
    }

    @Test func `Who writes while the socket takes nothing is suspended until it does`() async throws {
        let outbox = outbox
        outbox.setWritable(false)
        let isDone = Watched(false)
        async let writing: Void = {
            try await outbox.write([0x61])
            isDone.update { $0 = true }
        }()
        for _ in 0..<1000 { await Task.yield() }
        #expect(!isDone.value)
        outbox.setWritable(true)
        try await writing
        #expect(try await piece() == "a")
    }

    @Test func `A write that is given up has sent nothing`() async throws {
        let outbox = outbox
        outbox.setWritable(false)
        for _ in 0..<100 {
            let writing = Task { try await outbox.write([0x61]) }
            writing.cancel()
            await #expect(throws: CancellationError.self) { try await writing.value }
        }
        outbox.setWritable(true)
        try await outbox.write([0x62])
        #expect(try await piece() == "b")
    }

    @Test func `Who waits is told why nothing can be sent any more, and who comes later`() async throws {
        let outbox = outbox
        outbox.setWritable(false)
        let writing = Task { try await outbox.write([0x61]) }
        outbox.end(Broken())
        outbox.end(CancellationError())
        await #expect(throws: Broken.self) { try await writing.value }
        await #expect(throws: Broken.self) { try await outbox.write([0x61]) }
    }
}
#endif
