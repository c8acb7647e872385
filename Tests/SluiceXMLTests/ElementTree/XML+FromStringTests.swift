import SluiceXML
import Testing

@Suite struct FromStringTests {
    @Test func `A text becomes its root`() throws {
        #expect(try XML.fromstring("<a><b/></a>").tostring() == "<a><b /></a>")
        #expect(throws: ParseError.self) { try XML.fromstring("<a>") }
    }

    @Test func `A text in parts becomes the same root`() throws {
        #expect(try XML.fromstringlist(["<", "a>é", "<b/", "></a", ">"]).tostring() == "<a>é<b /></a>")
        #expect(throws: ParseError.self) { try XML.fromstringlist(["<a>", "<b>"]) }
        #expect(throws: ParseError.self) { try XML.fromstringlist([]) }
    }

    @Test func `Elements are found by their ids`() throws {
        let (root, elements) = try XML.xmlid("<a><b id='1'>x</b><c id='2'/><d id='1'/></a>")
        #expect(root.tag == "a")
        #expect(elements.mapValues(\.tag) == ["1": "d", "2": "c"])
    }
}
