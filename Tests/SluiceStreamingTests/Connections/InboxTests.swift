#if Services
import NIOCore
import NIOEmbedded
import Testing

@testable import SluiceStreaming

@Suite(.timeLimit(.minutes(1))) struct InboxTests {
    private struct Broken: Error {}

    /// Notes how often the channel is asked to read.
    private final class Reads: ChannelOutboundHandler, Sendable {
        typealias OutboundIn = ByteBuffer
        let count = Watched(0)
        func read(context: ChannelHandlerContext) { count.update { $0 += 1 } }
    }

    private let channel = NIOAsyncTestingChannel()
    private let reads = Reads()
    private let inbox: Inbox

    init() async throws {
        inbox = Inbox(channel)
        try await channel.pipeline.addHandler(reads).get()
    }

    @Test func `Chunks come in their order, and the end behind them`() async throws {
        inbox.add(ByteBuffer(string: "a"))
        inbox.add(ByteBuffer(string: "b"))
        inbox.end()
        inbox.add(ByteBuffer(string: "too late"))
        #expect(try await inbox.next() == ByteBuffer(string: "a"))
        #expect(try await inbox.next() == ByteBuffer(string: "b"))
        for _ in 0..<2 { #expect(try await inbox.next() == nil) }
    }

    @Test func `Who waits is given what comes, and told why no more does`() async throws {
        let inbox = inbox
        async let first = inbox.next()
        inbox.add(ByteBuffer(string: "a"))
        inbox.deliver()
        #expect(try await first == ByteBuffer(string: "a"))
        let second = Task { try await inbox.next() }
        inbox.end(Broken())
        inbox.end()
        await #expect(throws: Broken.self) { try await second.value }
        await #expect(throws: Broken.self) { try await inbox.next() }
    }

    @Test func `While two chunks wait nothing is read, and again when both are taken`() async throws {
        #expect(inbox.mayRead())
        inbox.add(ByteBuffer(string: "a"))
        #expect(inbox.mayRead())
        inbox.add(ByteBuffer(string: "b"))
        #expect(!inbox.mayRead())
        _ = try await inbox.next()
        #expect(reads.count.value == 0)
        _ = try await inbox.next()
        #expect(try await reads.count.wait { $0 == 1 } == 1)
        #expect(inbox.mayRead())
    }

    @Test func `Who gives up waiting loses nothing`() async throws {
        let inbox = inbox
        for _ in 0..<100 {
            let waiting = Task { try await inbox.next() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        inbox.add(ByteBuffer(string: "a"))
        inbox.deliver()
        #expect(try await inbox.next() == ByteBuffer(string: "a"))
    }
}
#endif
