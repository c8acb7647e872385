#if Services
import NIOCore
import NIOEmbedded
import SluiceStreaming
import Testing

@Suite struct DocumentByteEncoderTests {
    private func written(_ encoder: DocumentByteEncoder, _ records: [StreamRecord]) throws -> String {
        let channel = EmbeddedChannel(handler: MessageToByteHandler(encoder))
        var text = ""
        for record in records {
            try channel.writeOutbound(record)
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        }
        _ = try channel.finish()
        return text
    }

    @Test func `Records leave in their frames`() throws {
        #expect(try written(DocumentByteEncoder(.ndjson), [.json([1]), .json(["a": "b"])]) == "[1]\n{\"a\":\"b\"}\n")
        #expect(
            try written(DocumentByteEncoder(.lengthPrefixed(.uint32BigEndian, content: .json)), [.json([1])])
                == "\0\0\0\u{3}[1]")
    }

    @Test func `Stanzas leave behind the start tag of their root`() throws {
        let element = XML.Element("a")
        let text = try written(
            DocumentByteEncoder(stanzasOf: StanzaRoot(XML.QName("s"))), [.xml(element), .xml(element)])
        #expect(text.filter { $0 != "\n" }.hasSuffix("<s><a/><a/>"), "\(text)")
    }

    @Test func `A record that the framing has no place for fails its write`() throws {
        let channel = EmbeddedChannel(handler: MessageToByteHandler(try DocumentByteEncoder(.ndjson)))
        #expect(throws: (any Error).self) { try channel.writeOutbound(StreamRecord.xml(XML.Element("a"))) }
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test(arguments: [DocumentFraming.xmlStanzas, .sniffed])
    func `A framing that wants a root, or is to be sniffed, is refused`(framing: DocumentFraming) {
        #expect(throws: (any Error).self) { try DocumentByteEncoder(framing) }
    }
}
#endif
