import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLParseTests {
    @Test func `A file, a packed file, a source, bytes and a text give the same events`() throws {
        let directory = try TemporaryDirectory()
        let text = "<r>" + (0..<20_000).map { "<n i='\($0)'>é\($0)</n>" }.joined(separator: "\n") + "</r>"
        let path = try directory.write(Array(text.utf8), to: "numbers.xml")
        let fromText = try XML.parse(string: text, handler: XMLEventLog())
        #expect(fromText.events.count == 80_002)
        #expect(try XML.parse(contentsOf: path, handler: XMLEventLog()).events == fromText.events)
        #expect(try XML.parse(MemorySource(Array(text.utf8)), handler: XMLEventLog()).events == fromText.events)
        #expect(try XML.parse(Array(text.utf8).span, handler: XMLEventLog()).events == fromText.events)
        #expect(try XML.parse(XML.InputSource(text), handler: XMLEventLog()).events == fromText.events)
        var packed = GzipSink(MemorySink())
        try packed.write(Array(text.utf8).span)
        try packed.finish()
        let packedPath = try directory.write(packed.base.bytes, to: "numbers.xml.gz")
        var log = XMLEventLog()
        try XML.parse(contentsOf: packedPath, handler: &log)
        #expect(log.events == fromText.events)
    }

    @Test func `An error in a file names it`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("<a>\n  <b></a>".utf8), to: "bad.xml")
        let error = #expect(throws: ParseError.self) { _ = try XML.parse(contentsOf: path, handler: XMLEventLog()) }
        #expect(error?.description == "\(path):2:6: error: expected '</b>' but found '</a>'\n  <b></a>\n     ^")
        let missing = #expect(throws: IOFailure.self) {
            _ = try XML.parse(contentsOf: "/nowhere/x.xml", handler: XMLEventLog())
        }
        #expect(missing?.description == "cannot open '/nowhere/x.xml': No such file or directory")
    }

    @Test func `A text's declaration of its encoding means nothing, an input source's encoding counts more`() throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>é</a>"
        #expect(try XML.parse(string: text, handler: XMLEventLog()).events == ["<a", "'é", "</a", "end"])
        let latin = XML.InputSource([0x3C, 0x61, 0x3E, 0xE9, 0x3C, 0x2F, 0x61, 0x3E], encoding: "ISO-8859-1")
        #expect(try XML.parse(latin, handler: XMLEventLog()).events == ["<a", "'é", "</a", "end"])
    }

    @Test func `The lexical handler hears of comments and CDATA sections in their place`() throws {
        let log = XMLEventLog()
        _ = try XML.parse(string: "<a><!--c--><![CDATA[x]]></a>", handler: log, lexicalHandler: log)
        #expect(log.events == ["<a", "#c", "[", "'x", "]", "</a", "end"])
    }

    private final class Reporter: XML.ErrorHandler {
        var heard: [String] = []
        var thrown: (any Error)?
        func fatalError(_ error: ParseError) throws {
            heard.append(error.message)
            if let thrown { throw thrown }
        }
    }

    private struct Own: Error, Equatable {}

    @Test func `The error handler hears of an error once, before it is thrown, and may throw another`() throws {
        let reporter = Reporter()
        let error = #expect(throws: ParseError.self) {
            _ = try XML.parse(string: "<a></b>", handler: XMLEventLog(), errorHandler: reporter)
        }
        #expect(error?.message == "expected '</a>' but found '</b>'")
        #expect(reporter.heard == ["expected '</a>' but found '</b>'"])
        reporter.thrown = Own()
        #expect(throws: Own()) {
            _ = try XML.parse(string: "<a>&x;</a>", handler: XMLEventLog(), errorHandler: reporter)
        }
        #expect(throws: Own()) { _ = try XML.parse(string: "<?xml ?>", handler: XMLEventLog(), errorHandler: reporter) }
        #expect(throws: Own()) { _ = try XML.parse([0x3C, 0xFF].span, handler: XMLEventLog(), errorHandler: reporter) }
        #expect(reporter.heard.count == 4)
    }
}
