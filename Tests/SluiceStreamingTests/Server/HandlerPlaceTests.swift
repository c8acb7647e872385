#if Services
import NIOCore
import NIOPosix
import SluiceStreaming
import Testing

@Suite(.timeLimit(.minutes(5))) struct HandlerPlaceTests {
    /// Whether a handler finds itself on an event loop: first, behind a suspension, and in a task of its own.
    private func places(_ place: HandlerPlace) async throws -> [Bool] {
        let notes = Watched<[Bool]>([])
        let note: @Sendable () -> Void = {
            notes.update { $0.append(MultiThreadedEventLoopGroup.currentEventLoop != nil) }
        }
        try await serving(.ndjson, handlersOn: place) { connection in
            note()
            for try await _ in connection.records { note() }
            async let child: Void = { note() }()
            await child
        } _: { address in
            try await DocumentClient(address, framing: .ndjson).withConnection { connection in
                try await connection.writer.write([1])
                try await connection.writer.finish()
                for try await _ in connection.records {}
            }
        }
        return notes.value
    }

    @Test func `Handlers run where they were put, and their tasks with them`() async throws {
        #expect(try await places(.concurrentPool) == [false, false, false])
        #expect(try await places(.eventLoop) == [true, true, true])
    }

    @Test func `On one event loop a handler that waits for its peer holds up nobody`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let block = [UInt8](repeating: UInt8(ascii: "\n"), count: 64 << 10)
        try await serving(.ndjson, group: group, handlersOn: .eventLoop) { connection in
            for try await record in connection.records {
                guard record.json == "flood" else {
                    try await connection.writer.write(record)
                    continue
                }
                for _ in 0..<1000 { try await connection.writer.write(bytes: block) }
            }
        } _: { address in
            let client = DocumentClient(address, framing: .ndjson)
            try await client.withConnection { slow in
                // Of the answer nothing is read until the others have been served.
                try await slow.writer.write("flood")
                try await slow.writer.finish()
                for number in 0..<100 {
                    let answer = try await client.withConnection { connection in
                        try await connection.writer.write([JSON(number)])
                        var records = connection.records.makeAsyncIterator()
                        return try await records.next()?.json
                    }
                    #expect(answer == [JSON(number)])
                }
                for try await _ in slow.records {}
            }
        }
        try await group.shutdownGracefully()
    }
}
#endif
