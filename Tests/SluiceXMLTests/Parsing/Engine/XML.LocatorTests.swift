import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLLocatorTests {
    /// Writes down where each event is.
    private struct Places: XML.ContentHandler {
        var locator: XML.Locator?
        var seen: [String] = []
        mutating func note(_ event: String) {
            guard let locator else { return }
            seen.append("\(event) \(locator.offset) \(locator.line):\(locator.column) \(locator.path)")
        }
        mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { note("<" + String(name)) }
        mutating func endElement(_ name: XML.Name) { note("</" + String(name)) }
        mutating func processingInstruction(target: XML.Text, data: XML.Text) { note("?") }
    }

    @Test func `Each event is where it begins, among the elements that are open`() throws {
        let text = "<?p?>\n<a x='1'\n><b/>é<b><c>\n</c></b><?p?><d/></a>\n<?p?>"
        for feeding in Feeding.all(for: text.utf8.count) {
            var parser = XML.Parser(handler: Places())
            for piece in feeding.pieces(of: Array(text.utf8)) { try parser.feed(piece) }
            #expect(
                try parser.finish().seen == [
                    "? 0 1:1 ", "<a 6 2:1 /a", "<b 16 3:2 /a/b[1]", "</b 16 3:2 /a/b[1]", "<b 22 3:8 /a/b[2]",
                    "<c 25 3:11 /a/b[2]/c[1]", "</c 29 4:1 /a/b[2]/c[1]", "</b 33 4:5 /a/b[2]", "? 37 4:9 /a",
                    "<d 42 4:14 /a/d[1]", "</d 42 4:14 /a/d[1]", "</a 46 4:18 /a", "? 51 5:1 ",
                ], "\(feeding)")
        }
    }

    @Test func `A locator that outlives the parser tells nothing`() throws {
        let places = try XML.parse(string: "<a>\n<b/></a>", handler: Places())
        let locator = try #require(places.locator)
        #expect(locator.offset == 0 && locator.path.isEmpty && locator.systemID == nil)
        locator.stop()
        #expect(places.seen.count == 4)
    }

    @Test func `The identifiers are those of the input source`() throws {
        let source = XML.InputSource("<a/>", publicID: "-//x", systemID: "x.xml")
        let locator = try #require(XML.parse(source, handler: Kept()).locator)
        #expect(locator.publicID == "-//x")
        #expect(locator.systemID == "x.xml")
    }

    private struct Kept: XML.ContentHandler {
        var locator: Ids?
        struct Ids { var publicID: String?, systemID: String? }
        mutating func setDocumentLocator(_ locator: XML.Locator) {
            self.locator = Ids(publicID: locator.publicID, systemID: locator.systemID)
        }
    }

    @Test func `Every place of a large document may be asked for`() throws {
        let count = 100_000
        let text = "<r>" + String(repeating: "<n/>\n", count: count) + "</r>"
        let places = try XML.parse(string: text, handler: Lines())
        #expect(places.sum == (0..<count).reduce(1) { $0 + $1 + 1 })
    }

    private struct Lines: XML.ContentHandler {
        var locator: XML.Locator?
        var sum = 0
        mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { sum += locator?.line ?? 0 }
    }
}
