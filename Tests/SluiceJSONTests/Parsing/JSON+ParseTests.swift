import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONParseTests {
    @Test func `A file, a source and bytes give the same events`() throws {
        let directory = try TemporaryDirectory()
        let text = "[" + (0..<100_000).map { "{\"n\":\($0)}" }.joined(separator: ",\n") + "]"
        let path = try directory.write(Array(text.utf8), to: "numbers.json")
        let fromText = try JSON.parse(string: text, handler: EventLog())
        let fromFile = try JSON.parse(contentsOf: path, handler: EventLog())
        let fromSource = try JSON.parse(MemorySource(Array(text.utf8)), handler: EventLog())
        #expect(fromText.events.count == 400_002)
        #expect(fromFile.events == fromText.events)
        #expect(fromSource.events == fromText.events)
        var log = EventLog()
        try JSON.parse(contentsOf: path, handler: &log)
        #expect(log.events == fromText.events)
    }

    @Test func `An error in a file names it`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("{\"a\":\n  tru}".utf8), to: "bad.json")
        let error = #expect(throws: ParseError.self) { _ = try JSON.parse(contentsOf: path, handler: EventLog()) }
        #expect(error?.description == "\(path):2:6: error: expected 'true' but found '}'\n  tru}\n     ^")
    }
}
