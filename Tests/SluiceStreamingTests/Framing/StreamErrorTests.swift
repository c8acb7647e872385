import SluiceStreaming
import Testing

@Suite struct StreamErrorTests {
    private func fault(_ bytes: [UInt8], as framing: DocumentFraming) throws -> StreamError {
        var decoder = DocumentDecoder(framing, name: "10.0.0.1:4711")
        decoder.feed(bytes)
        decoder.finish()
        return try #require(throws: StreamError.self) { while try decoder.next() != nil {} }
    }

    @Test func `An error says in which record and at which byte of the stream it is`() throws {
        let error = try fault(frame("[1]") + frame("[2,\n 3 4]"), as: .lengthPrefixed(.uint32BigEndian, content: .json))
        #expect(error.ordinal == 1 && error.offset == 18 && error.code == .syntax && !error.isResumable)
        #expect(error.message == "expected ',' or ']' after an element but found '4'")
        // Line and column are those of the document in the frame.
        #expect(
            error.description == """
                record 1, byte 18: 10.0.0.1:4711:2:4: error: expected ',' or ']' after an element but found '4'
                 3 4]
                   ^
                """)
    }

    @Test func `Control bytes of a peer are not in the text`() throws {
        let error = try fault(Array("[\u{1B}]\n".utf8), as: .ndjson)
        #expect(error.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }
}
