import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLAsyncEventsTests {
    private static let text = "<a x='1'>t&amp;u<b/><!--c--><?p d?></a>"
    private static var expected: [XML.OwnedEvent] {
        [
            .startElement(XML.QName("a"), attributes: [XML.OwnedAttribute(XML.QName("x"), "1")]), .text("t&u"),
            .startElement(XML.QName("b"), attributes: []), .endElement(XML.QName("b")), .comment("c"),
            .processingInstruction(target: "p", data: "d"), .endElement(XML.QName("a")),
        ]
    }

    private func stream<Element: Sendable>(_ elements: [Element]) -> AsyncStream<Element> {
        AsyncStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `Chunks that arrive give the cursor's events`(size: Int) async throws {
        let pieces = Feeding.every(size).pieces(of: Array(Self.text.utf8))
        var seen: [XML.OwnedEvent] = []
        for try await event in XML.events(in: stream(pieces)) { seen.append(event) }
        #expect(seen == Self.expected)
    }

    @Test func `Bytes that arrive give them, too`() async throws {
        var seen: [XML.OwnedEvent] = []
        for try await event in XML.events(in: stream(Array(Self.text.utf8))) { seen.append(event) }
        #expect(seen == Self.expected)
    }

    @Test func `An error comes behind what was before it, and then nothing`() async throws {
        let events = XML.events(in: stream([Array("<a>x&amp;".utf8), Array("</b>".utf8)]), name: "bad.xml")
        var iterator = events.makeAsyncIterator()
        #expect(try await iterator.next() == .startElement(XML.QName("a"), attributes: []))
        #expect(try await iterator.next() == .text("x&"))
        let error = await #expect(throws: ParseError.self) { _ = try await iterator.next() }
        #expect(error?.description.hasPrefix("bad.xml:1:10: error: expected '</a>' but found '</b>'") == true)
        #expect(try await iterator.next() == nil)
    }

    @Test func `An event does not wait for bytes that it does not need`() async throws {
        let (bytes, continuation) = AsyncStream.makeStream(of: UInt8.self)
        var iterator = XML.events(in: bytes).makeAsyncIterator()
        for byte in "<stream><b/>".utf8 { continuation.yield(byte) }
        #expect(try await iterator.next() == .startElement(XML.QName("stream"), attributes: []))
        #expect(try await iterator.next() == .startElement(XML.QName("b"), attributes: []))
        #expect(try await iterator.next() == .endElement(XML.QName("b")))
    }
}
