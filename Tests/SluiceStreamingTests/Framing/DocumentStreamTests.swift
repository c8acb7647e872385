import SluiceStreaming
import Testing

@Suite struct DocumentStreamTests {
    private func stream<Element: Sendable>(_ elements: [Element]) -> AsyncStream<Element> {
        AsyncStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }

    @Test func `Records come out of chunks`() async throws {
        var records: [String] = []
        for try await record in DocumentStream(
            .ndjson, in: stream(["{\"a\":", " 1}\n[2", "]\n3"].map { Array($0.utf8) }))
        {
            records.append(StreamOutcome.describe(record))
        }
        #expect(records == [#"{"a":1}"#, "[2]", "3"])
        // Chunks of any kind of collection.
        records = []
        let slices = stream([frame("<a/>")[...], frame("<b/>")[...3], frame("<b/>")[4...]])
        for try await record in DocumentStream(.lengthPrefixed(.uint32BigEndian, content: .xml), in: slices) {
            records.append(StreamOutcome.describe(record))
        }
        #expect(records == ["<a />", "<b />"])
    }

    @Test(arguments: [
        (DocumentFraming.ndjson, "{\"a\":1}\n", "{\"a\":1}"), (.concatenatedJSON, "1 ", "1"),
        (.concatenatedJSON, "\"x\"", "\"x\""),
        (.jsonSequence, "\u{1E}[1]\u{1E}", "[1]"), (.jsonSequence, "\u{1E}1\n", "1"),
        (.wholeDocument(.json), "[1]", "[1]"),
        (.wholeDocument(.xml), "<a>t</a>", "<a>t</a>"), (.xmlStanzas, "<r><a/>", "<a />"), (.sniffed, "<a/>", "<a />"),
        (.sniffed, "{}", "{}"), (.lengthPrefixed(.uint32BigEndian, content: .json), "\0\0\0\u{1}7", "7"),
    ])
    func `A record comes as soon as its last byte is there`(framing: DocumentFraming, text: String, record: String)
        async throws
    {
        let (bytes, continuation) = AsyncStream.makeStream(of: UInt8.self)
        var records = DocumentStream(framing, in: bytes).makeAsyncIterator()
        for byte in text.utf8 { continuation.yield(byte) }
        let found = try await records.next()
        #expect(found.map(StreamOutcome.describe) == record)
        continuation.finish()
    }

    @Test func `The root around stanzas is there before the first of them`() async throws {
        let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        var stanzas = DocumentStream(.xmlStanzas, in: chunks).makeAsyncIterator()
        continuation.yield(Array("<?xml version='1.0'?><s:st".utf8))
        continuation.yield(Array("ream xmlns:s='urn:s'>".utf8))
        #expect(try await stanzas.root()?.name == XML.QName("stream", uri: "urn:s"))
        continuation.yield(Array("<a/></s:stream>".utf8))
        #expect(try await stanzas.next()?.xml?.tag == "a")
        #expect(stanzas.isComplete && stanzas.offset == 47 && stanzas.ordinal == 0)
        continuation.finish()
        #expect(try await stanzas.next() == nil)
        #expect(try await stanzas.root() != nil)
    }

    @Test func `Nobody waits for a root that cannot come`() async throws {
        let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        var stanzas = DocumentStream(.xmlStanzas, in: chunks).makeAsyncIterator()
        continuation.yield(Array("<r a=1>".utf8))
        #expect(try await stanzas.root() == nil)
        await #expect(throws: StreamError.self) { try await stanzas.next() }
        #expect(try await stanzas.next() == nil)
        var lines = DocumentStream(.ndjson, in: chunks).makeAsyncIterator()
        #expect(try await lines.root() == nil)
        var empty = DocumentStream(.xmlStanzas, in: stream([[UInt8]]())).makeAsyncIterator()
        #expect(try await empty.root() == nil)
        continuation.finish()
    }

    @Test func `The iterator goes on behind a bad record, if that is asked for`() async throws {
        var records = DocumentStream(
            .ndjson, in: stream([Array("1\nx\n".utf8), Array("2\n".utf8)]), options: .resynchronising
        )
        .makeAsyncIterator()
        var seen: [String] = []
        while true {
            do {
                guard let record = try await records.next() else { break }
                seen.append("\(records.ordinal)@\(records.offset): \(StreamOutcome.describe(record))")
            } catch let error as StreamError where error.isResumable {
                seen.append(StreamOutcome.describe(error))
            }
        }
        #expect(seen == ["0@0: 1", "1!2 2:1 syntax (goes on): expected a value but found 'x'", "2@4: 2"])
    }

    @Test func `Errors of the bytes' own sequence pass through, and faults end the sequence`() async throws {
        struct Torn: Error {}
        let torn = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("1\n".utf8))
            continuation.finish(throwing: Torn())
        }
        var records = DocumentStream(.sniffed, in: torn).makeAsyncIterator()
        #expect(try await records.next()?.json?.int == 1)
        #expect(records.framing == .concatenatedJSON)
        await #expect(throws: Torn.self) { try await records.next() }

        var bad = DocumentStream(.ndjson, in: stream([Array("1\nx\n2\n".utf8)]), name: "peer").makeAsyncIterator()
        #expect(try await bad.next()?.json?.int == 1)
        let error = await #expect(throws: StreamError.self) { try await bad.next() }
        #expect(error?.description == "record 1, byte 2: peer:2:1: error: expected a value but found 'x'\nx\n^")
        #expect(try await bad.next() == nil)
    }
}
