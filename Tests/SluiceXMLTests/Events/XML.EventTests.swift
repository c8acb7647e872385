import SluiceXML
import Testing

@Suite struct XMLEventTests {
    @Test func `Events that are kept are compared by what they say`() throws {
        var events = XML.events(Array("<a xmlns:p='u' p:x='1'/>".utf8))
        _ = try events.next()
        _ = try events.next()
        let kept = events.owned
        let attribute = XML.OwnedAttribute(XML.QName("x", uri: "u"), "1")
        #expect(kept == .startElement(XML.QName("a"), attributes: [attribute]))
        #expect(kept != .startElement(XML.QName("a"), attributes: []))
        let owned = events.attributes.owned
        #expect(owned == [attribute])
    }
}
