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
}
