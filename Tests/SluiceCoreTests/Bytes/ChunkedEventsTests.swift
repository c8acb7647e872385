import SluiceCore
import Testing

@Suite struct ChunkedEventsTests {
    private struct Fault: Error, Equatable {}

    /// A byte is an event, 0 a fault, the end -1.
    private func events(in chunks: [[UInt8]]) -> (events: ChunkedEvents<Int>, chunks: AsyncStream<[UInt8]>.Iterator) {
        let events = ChunkedEvents<Int> { bytes, isLast, events in
            for byte in bytes {
                guard byte > 0 else { throw Fault() }
                events.append(Int(byte))
            }
            if isLast { events.append(-1) }
        }
        let stream = AsyncStream<[UInt8]> { arrival in
            for chunk in chunks { arrival.yield(chunk) }
            arrival.finish()
        }
        return (events, stream.makeAsyncIterator())
    }

    @Test func `Events come in order, one at a time, whatever the chunks`() async throws {
        for input: [[UInt8]] in [[[1, 2, 3]], [[1], [], [2], [3]], [[], [1, 2], [3], []]] {
            var (events, chunks) = events(in: input)
            var found: [Int] = []
            while let event = try await events.next(from: &chunks) { found.append(event) }
            #expect(found == [1, 2, 3, -1])
            #expect(events.isOver)
            #expect(try await events.next(from: &chunks) == nil)
        }
    }

    @Test func `What precedes an error is given first, and nothing follows it`() async throws {
        var (events, chunks) = events(in: [[1], [2, 0, 3], [4]])
        #expect(try await events.next(from: &chunks) == 1)
        #expect(try await events.next(from: &chunks) == 2)
        await #expect(throws: Fault()) { try await events.next(from: &chunks) }
        #expect(events.isOver)
        #expect(try await events.next(from: &chunks) == nil)
    }
}
