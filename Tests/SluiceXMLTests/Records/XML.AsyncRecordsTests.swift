import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLAsyncRecordsTests {
    private func stream<Element: Sendable>(_ elements: [Element]) -> AsyncStream<Element> {
        AsyncStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }

    /// Each record with where it was, and the error at the end.
    private func found<Chunks: AsyncSequence>(_ records: XML.AsyncRecords<Chunks>) async -> [String] {
        var iterator = records.makeAsyncIterator()
        var found: [String] = []
        do {
            while let record = try await iterator.next() {
                try found.append("\(iterator.pathIndex) \(iterator.offset) \(iterator.line) " + record.tostring())
            }
        } catch { found.append("\(error)") }
        return found
    }

    private let feed = """
        <feed xmlns="urn:f"><!-- <entry/> -->
          <entry n="1">Grüße &amp; <b>more</b></entry><other/>
          <entry n="2"><![CDATA[<entry>]]></entry>
        """

    @Test(arguments: ["</feed>", "<entry></feed>", ""])
    func `Records come out of chunks of any size, and of single bytes`(end: String) async throws {
        let text = Array((feed + end).utf8)
        let selection: XML.RecordSelection = ["/feed/other", "/feed/entry"]
        let whole = await found(try XML.records(at: selection, in: stream([text]), name: "f.xml"))
        #expect(whole.prefix(3).map { $0.prefix(7) } == ["1 40 2 ", "0 86 2 ", "1 97 3 "])
        #expect(whole.count == (end == "</feed>" ? 3 : 4))
        for feeding in Feeding.all(for: text.count) {
            let pieces = stream(feeding.pieces(of: text))
            #expect(await found(try XML.records(at: selection, in: pieces, name: "f.xml")) == whole, "\(feeding)")
        }
        #expect(await found(try XML.records(at: selection, in: stream(text), name: "f.xml")) == whole)
        var options = XML.RecordOptions()
        options.workers = 2
        options.chunkBytes = 16
        let several = try XML.records(at: selection, in: stream(text), options: options, name: "f.xml")
        #expect(await found(several) == whole)
    }

    @Test func `A record comes as soon as its last byte is there`() async throws {
        let (bytes, continuation) = AsyncStream.makeStream(of: UInt8.self)
        var records = try XML.records(at: "/stream/message", in: bytes).makeAsyncIterator()
        for byte in "<stream><message>1</message>".utf8 { continuation.yield(byte) }
        #expect(try await records.next()?.text == "1")
        for byte in "<message>2</message>".utf8 { continuation.yield(byte) }
        #expect(try await records.next()?.text == "2")
        for byte in "</stream>".utf8 { continuation.yield(byte) }
        continuation.finish()
        #expect(try await records.next() == nil)
    }

    @Test func `Errors of the bytes' own sequence pass through, and faults end the sequence`() async throws {
        struct Torn: Error {}
        let torn = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("<a><b/>".utf8))
            continuation.finish(throwing: Torn())
        }
        var records = try XML.records(at: "/a/b", in: torn).makeAsyncIterator()
        #expect(try await records.next()?.tag == "b")
        await #expect(throws: Torn.self) { try await records.next() }

        let chunks = stream([Array("<a><b/><c></a>".utf8)])
        var bad = try XML.records(at: "/a/b", in: chunks, name: "body").makeAsyncIterator()
        #expect(try await bad.next()?.tag == "b")
        let error = await #expect(throws: ParseError.self) { try await bad.next() }
        #expect(
            error?.description == "body:1:11: error: expected '</c>' but found '</a>'\n<a><b/><c></a>\n          ^")
        #expect(try await bad.next() == nil)
        #expect(throws: ParseError.self) { try XML.records(at: "/a[1]", in: torn) }
    }

    @Test func `A task that is cancelled gets no more records than have arrived`() async throws {
        let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        continuation.yield(Array("<a><b/><b/>".utf8))
        let (seen, note) = AsyncStream.makeStream(of: String.self)
        let task = Task {
            for try await record in try XML.records(at: "/a/b", in: chunks) { note.yield(record.tag) }
        }
        var tags = seen.makeAsyncIterator()
        #expect(await tags.next() == "b")
        #expect(await tags.next() == "b")
        task.cancel()
        // The stream ends where its task is cancelled; then the document is not complete.
        let error = await #expect(throws: ParseError.self) { try await task.value }
        #expect(error?.code == .truncated)
    }
}
