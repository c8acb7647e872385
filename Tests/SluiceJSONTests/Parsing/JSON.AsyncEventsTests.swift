import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONAsyncEventsTests {
    private func stream(_ text: String, _ feeding: Feeding) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            for piece in feeding.pieces(of: Array(text.utf8)) { continuation.yield(piece) }
            continuation.finish()
        }
    }

    @Test func `Chunks that arrive asynchronously give the same events`() async throws {
        let text = #"{"a":[1.50,"x\ty",true,null]}"#
        for feeding in Feeding.all(for: text.utf8.count) {
            var seen: [JSON.OwnedEvent] = []
            for try await event in JSON.events(in: stream(text, feeding)) { seen.append(event) }
            #expect(
                seen == [
                    .startObject, .key("a"), .startArray, .number("1.50"), .string("x\ty"), .boolean(true), .null,
                    .endArray, .endObject,
                ], "\(feeding)")
        }
    }

    @Test func `An error arrives behind the events before it, and ends the sequence`() async throws {
        var seen: [JSON.OwnedEvent] = []
        var iterator = JSON.events(in: stream("[1,2", .bytewise), name: "cut").makeAsyncIterator()
        do {
            while let event = try await iterator.next() { seen.append(event) }
            Issue.record("no error")
        } catch let error as ParseError {
            #expect(error.code == .truncated)
            #expect(error.sourceName == "cut")
        }
        #expect(seen == [.startArray, .number("1"), .number("2")])
        #expect(try await iterator.next() == nil)
    }
}
