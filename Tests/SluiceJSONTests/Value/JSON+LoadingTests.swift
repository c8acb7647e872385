import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONLoadingTests {
    @Test func `A String, an array of bytes and a span give the same value`() throws {
        let text = #"{"a":[1,2.5,null],"b":"né"}"#
        let bytes = Array(text.utf8)
        for value in [try JSON.loads(text), try JSON.loads(bytes), try JSON.loads(bytes.span)] {
            #expect(value["a"]?[1]?.double == 2.5)
            #expect(value["b"]?.string == "né")
        }
    }

    @Test func `A source is read to its end`() throws {
        let text = "[" + String(repeating: "\"some text\",", count: 20_000) + "1]"
        var source = MemorySource(Array(text.utf8), name: "memory")
        #expect(try JSON.load(from: &source).array?.count == 20_001)
        var damaged = MemorySource(Array("[1".utf8), name: "memory")
        let error = #expect(throws: ParseError.self) { try JSON.load(from: &damaged) }
        #expect(error?.sourceName == "memory")
    }

    @Test func `A file that is not there is a failure that names it`() {
        let failure = #expect(throws: IOFailure.self) { try JSON.load(contentsOf: "/nowhere/a.json") }
        #expect(failure?.target == "/nowhere/a.json")
    }

    @Test func `A document of more bytes than allowed is not read to its end`() {
        var options = JSON.LoadOptions()
        options.parser.limits.documentBytes = 10
        var source = MemorySource(Array("[1,2,3,4,5,6]".utf8), name: nil)
        let error = #expect(throws: ParseError.self) { try JSON.load(from: &source, options: options) }
        #expect(error?.code == .limitExceeded)
    }
}
