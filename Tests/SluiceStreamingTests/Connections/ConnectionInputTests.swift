#if Services
import NIOCore
import NIOEmbedded
@testable import SluiceStreaming
import Testing

/// What a task is told when its channel ends in one way or another. NIO's own channels do it in an order that a test cannot
/// choose: so here the channel does what it is told.
@Suite(.timeLimit(.minutes(5))) struct ConnectionInputTests {
    /// What a handler notes of a channel that is given bytes, and then to a closure.
    private func notes(
        of bytes: String, count: Int,
        _ handler: @escaping @Sendable (DocumentConnection, Notes) async throws -> Void,
        ending: @escaping @Sendable (NIOAsyncTestingChannel) async throws -> Void
    ) async throws -> [String] {
        let channel = NIOAsyncTestingChannel()
        let ready = channel.eventLoop.makePromise(of: OpenChannel.self)
        try await channel.testingEventLoop.executeInContext {
            try OpenChannel.prepare(
                channel, security: nil, timeouts: .default, fallback: .tcp(host: "peer", port: 1)
            ) { ready.completeWith($0) }
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        let open = try await ready.futureResult.get()
        let notes = Notes()
        let serving = Task {
            try await open.serve(
                framing: .ndjson, replies: .ndjson, options: StreamOptions(), linger: .zero, tally: { _ in }
            ) { try await handler($0, notes) }
        }
        try await channel.writeInbound(ByteBuffer(string: bytes))
        _ = try await notes.first(1)
        try await ending(channel)
        let found = try await notes.first(count)
        serving.cancel()
        _ = await serving.result
        return found
    }

    /// What NIO does where a write fails: the channel is closed, and nobody is given an error.
    @Test func `A connection that is gone without word of an end is broken off, however often one asks`() async throws {
        let found = try await notes(of: "[1]\n12", count: 3) { connection, notes in
            var records = connection.records.makeAsyncIterator()
            while let record = try? await records.next() { notes.add(StreamOutcome.describe(record)) }
            notes.add(await caught { while try await records.next() != nil {} } ?? "end")
            notes.add(await caught { while try await records.nextText() != nil {} } ?? "end")
        } ending: { channel in
            try await channel.testingEventLoop.executeInContext { channel.pipeline.fireChannelInactive() }
        }
        #expect(found == ["[1]"] + Array(repeating: "reset: the peer broke the connection off", count: 2))
    }

    @Test func `A connection that is gone when both sides have ended has come to its end`() async throws {
        let found = try await notes(of: "[1]\n12", count: 3) { connection, notes in
            do {
                for try await record in connection.records { notes.add(StreamOutcome.describe(record)) }
                notes.add("end")
            } catch {
                notes.add(plain(error))
            }
        } ending: { channel in
            try await channel.testingEventLoop.executeInContext {
                channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
                channel.pipeline.fireChannelInactive()
            }
        }
        #expect(found == ["[1]", "12", "end"])
    }

    @Test func `An error is told again to whoever asks again`() async throws {
        let found = try await notes(of: "[1]\n12", count: 3) { connection, notes in
            var records = connection.records.makeAsyncIterator()
            notes.add(try await records.next().map(StreamOutcome.describe) ?? "end")
            for _ in 0..<2 { notes.add(await caught { while try await records.next() != nil {} } ?? "end") }
        } ending: { channel in
            try await channel.testingEventLoop.executeInContext {
                channel.pipeline.fireErrorCaught(IOError(errnoCode: SystemCode.reset, reason: "read"))
            }
        }
        #expect(found == ["[1]"] + Array(repeating: "reset: the peer broke the connection off", count: 2))
    }
}
#endif
