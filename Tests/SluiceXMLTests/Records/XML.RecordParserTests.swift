import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLRecordParserTests {
    @Test func `Records of a root that never closes come as they complete`() throws {
        var parser = try XML.RecordParser(at: "/stream/message", name: "peer")
        var seen: [String] = []
        for piece in ["<stream><mess", "age>1</message><message>", "2", "</message>", "<ping/><message/>"] {
            parser.feed(Array(piece.utf8))
            while let message = try parser.next() { seen.append("\(message.text ?? "-")@\(parser.offset)") }
        }
        #expect(seen == ["1@8", "2@28", "-@55"])
        let isFinished = parser.isFinished
        #expect(!isFinished)
    }

    @Test func `What is missing at the end is an error, after which nothing comes`() throws {
        var parser = try XML.RecordParser(at: "/a/b", name: "d.xml")
        parser.feed(Array("<a><b/>".utf8))
        parser.finish()
        #expect(try parser.next()?.tag == "b")
        do {
            _ = try parser.next()
            Issue.record("there is an error")
        } catch let error as ParseError {
            #expect(error.code == .truncated)
            #expect(error.message == "expected '</a>' but the document ends")
            #expect(error.position == TextPosition(offset: 7, line: 1, column: 8))
            #expect(error.sourceName == "d.xml")
        }
        #expect(try parser.next() == nil)
        let isFinished = parser.isFinished
        #expect(isFinished)
    }

    @Test func `A record beyond the limit is an error that names it, however it arrives`() throws {
        var options = XML.RecordOptions()
        options.parser.limits.recordBytes = 20
        let text = Array("<a>\n<b>short</b> <b>this one is longer than that</b></a>".utf8)
        for feeding in Feeding.all(for: text.count) {
            var parser = try XML.RecordParser(at: "/a/b", options: options)
            var seen: [String] = []
            for piece in feeding.pieces(of: text) {
                parser.feed(piece)
                do {
                    while let record = try parser.next() { seen.append(record.text ?? "") }
                } catch { seen.append("\(error)") }
            }
            #expect(
                seen == ["short", "2:14: error: a record is longer than 20 bytes (the limit recordBytes)"], "\(feeding)"
            )
        }
    }

    @Test func `A parser that rests keeps its place, and goes on with the memory of others`() throws {
        let parsers = [try Pausing("/r/a", name: "one"), try Pausing("/r/a", name: "two")]
        #expect(parsers.allSatisfy { $0.heldBytes == 0 })
        for round in 0..<3 {
            for i in parsers.indices {
                let start = round == 0 ? "<r xmlns='u\(i)'>\n" : ""
                #expect(try parsers[i].read(start + "<a x='\(i)'/>") == ["{u\(i)}a x=\(i)"])
                #expect(parsers[i].heldBytes == 0)
            }
        }
        for i in parsers.indices {
            let error = try #require(throws: ParseError.self) { try parsers[i].read("<b/></a>") }
            let name = i == 0 ? "one" : "two"
            #expect(error.description.hasPrefix("\(name):2:35: error: expected '</r>' but found '</a>'"))
            #expect(error.path == "/r")
        }
    }

    @Test func `A parser begins anew, whatever the document before was`() throws {
        let parser = try Pausing("/a", name: nil)
        for _ in 0..<2 {
            #expect(try parser.read("<a xmlns:p='u' p:x='1'>") == [])
            parser.restart()
            #expect(throws: ParseError.self) { try parser.read("<a p:x='1'/>") }
            parser.restart()
            #expect(try parser.read("<!DOCTYPE a [<!ATTLIST a x CDATA 'd'>]><a/>") == ["a x=d"])
            parser.restart()
            #expect(try parser.read("<a/>") == ["a x="])
            parser.restart()
        }
        #expect(parser.heldBytes == 0)
    }

    /// Reads what it is given, and rests.
    private final class Pausing {
        private var parser: XML.RecordParser

        init(_ path: String, name: String?) throws {
            parser = try XML.RecordParser(at: XML.RecordSelection(path), name: name)
        }

        func read(_ text: String) throws -> [String] {
            parser.feed(Array(text.utf8))
            var seen: [String] = []
            while let element = try parser.next() {
                seen.append("\(element.tag) x=\(element.attributes["x"] ?? "")")
            }
            parser.rest()
            return seen
        }

        func restart() {
            parser.restart()
            parser.rest()
        }

        var heldBytes: Int { parser.heldBytes }
    }
}
