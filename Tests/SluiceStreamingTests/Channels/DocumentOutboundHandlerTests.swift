#if Services
import NIOCore
import NIOEmbedded
import SluiceStreaming
import Testing

@Suite struct DocumentOutboundHandlerTests {
    /// What leaves a channel for each step, as one text.
    private func written(
        _ handler: DocumentOutboundHandler, _ records: [StreamRecord], mode: CloseMode = .all, times: Int = 1
    ) async throws -> [String] {
        let channel = EmbeddedChannel(handler: handler)
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/s"))
        func text() throws -> String {
            var text = ""
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
            return text
        }
        var texts: [String] = []
        for record in records {
            try channel.writeOutbound(record)
            texts.append(try text())
        }
        for _ in 0..<times { channel.close(mode: mode, promise: nil) }
        return try texts + [text()]
    }

    @Test func `Every framing's records leave in their frames, and what ends it at the end`() async throws {
        let value = StreamRecord.json([1])
        let root = StanzaRoot(XML.QName("s"))
        let element = StreamRecord.xml(XML.Element("a"))
        #expect(try await written(DocumentOutboundHandler(.ndjson), [value, value]) == ["[1]\n", "[1]\n", ""])
        #expect(try await written(DocumentOutboundHandler(.jsonSequence), [value]) == ["\u{1E}[1]\n", ""])
        #expect(
            try await written(DocumentOutboundHandler(.lengthPrefixed(.varint, content: .json)), [value])
                == ["\u{3}[1]", ""])
        let stanzas = try await written(DocumentOutboundHandler(stanzasOf: root), [element, element])
        #expect(stanzas[0].hasSuffix("<s>\n<a/>") && stanzas[1...] == ["<a/>", "</s>"], "\(stanzas)")
        // Whoever has written nothing has opened the root, and closes it.
        let nothing = try await written(DocumentOutboundHandler(stanzasOf: root), [])
        #expect(nothing[0].hasSuffix("<s>\n</s>"), "\(nothing)")
    }

    @Test func `The end is written once, and not where only the input is closed`() async throws {
        let root = StanzaRoot(XML.QName("s"))
        let element = StreamRecord.xml(XML.Element("a"))
        let once = try await written(DocumentOutboundHandler(stanzasOf: root), [element], times: 2)
        #expect(once[1] == "</s>")
        let open = try await written(DocumentOutboundHandler(stanzasOf: root), [element], mode: .input)
        #expect(open[1] == "")
    }

    @Test func `A record that the framing has no place for fails its write`() async throws {
        let channel = EmbeddedChannel(handler: try DocumentOutboundHandler(.ndjson))
        #expect(throws: (any Error).self) { try channel.writeOutbound(StreamRecord.xml(XML.Element("a"))) }
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test(arguments: [DocumentFraming.xmlStanzas, .sniffed])
    func `A framing that wants a root, or is to be sniffed, is refused`(framing: DocumentFraming) {
        #expect(throws: (any Error).self) { try DocumentOutboundHandler(framing) }
    }
}
#endif
