import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONParseTests {
    @Test func `A file, a source and bytes give the same events`() throws {
        let directory = try TemporaryDirectory()
        let text = "[" + (0..<100_000).map { "{\"n\":\($0)}" }.joined(separator: ",\n") + "]"
        let path = directory.path("numbers.json")
        var sink = try FileSink(path)
        try sink.write(text.utf8.span)
        try sink.close()
        let fromText = try JSON.parse(string: text, handler: EventLog())
        let fromFile = try JSON.parse(contentsOf: path, handler: EventLog())
        let fromSource = try JSON.parse(MemorySource(Array(text.utf8)), handler: EventLog())
        #expect(fromText.events.count == 400_002)
        #expect(fromFile.events == fromText.events)
        #expect(fromSource.events == fromText.events)
    }

    @Test func `An error in a file names it`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("bad.json")
        var sink = try FileSink(path)
        try sink.write("{\"a\":\n  tru}".utf8.span)
        try sink.close()
        let error = #expect(throws: ParseError.self) { _ = try JSON.parse(contentsOf: path, handler: EventLog()) }
        #expect(error?.description == "\(path):2:6: error: expected 'true' but found '}'\n  tru}\n     ^")
    }
}
