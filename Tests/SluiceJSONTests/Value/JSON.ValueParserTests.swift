import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONValueParserTests {
    /// The value, and the error, of a text that arrives in pieces.
    private func outcome(_ text: String, _ feeding: Feeding) -> (value: JSON?, error: ParseError?) {
        var parser = JSON.ValueParser(name: "x.json")
        var value: JSON?
        do throws(ParseError) {
            for piece in feeding.pieces(of: Array(text.utf8)) {
                try parser.feed(piece.span)
                if let found = try parser.take() { value = found }
            }
            try parser.finish()
            if let found = try parser.take() { value = found }
            return (value, nil)
        } catch {
            return (value, error)
        }
    }

    @Test(arguments: [
        #"{"a": [1, 2.5, {"b": null}], "é": "x\n"}"#, " [] ", "12", "\"x\"", "\u{FEFF}true",
        "123456789012345678901234567890",
    ])
    func `A value is what a parser of the whole gives, however it arrives`(text: String) throws {
        let whole = try JSON.loads(text)
        for feeding in Feeding.all(for: text.utf8.count) {
            let (value, error) = outcome(text, feeding)
            #expect(value == whole && error == nil, "\(feeding)")
        }
    }

    @Test(arguments: ["", "[1, 2", "{\"a\" 1}", "[1] 2", "nul", "\"\\ud800\"", "[1,]"])
    func `An error is what a parser of the whole gives, however the text arrives`(text: String) throws {
        let whole = try #require(throws: ParseError.self) { try JSON.loads(text, name: "x.json") }
        for feeding in Feeding.all(for: text.utf8.count) {
            let (_, error) = outcome(text, feeding)
            #expect(
                error?.message == whole.message && error?.position == whole.position && error?.code == whole.code,
                "\(feeding)")
        }
    }

    @Test func `The value is there with its last byte, and is given once`() throws {
        var parser = JSON.ValueParser()
        try parser.feed(Array("[1, {}".utf8).span)
        #expect(try parser.take() == nil)
        try parser.feed(Array("] ".utf8).span)
        #expect(try parser.take() == [1, [:]])
        #expect(try parser.take() == nil)
        try parser.finish()
        #expect(try parser.take() == nil)
    }
}
