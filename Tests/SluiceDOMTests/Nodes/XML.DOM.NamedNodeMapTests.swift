import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.NamedNodeMap` {
    @Test func `It is the attributes, live`() throws {
        let document = try XML.DOM.Document(string: "<a x='1' p:y='2' xmlns:p='u'/>")
        let root = try #require(document.documentElement)
        let map = try #require(root.attributes)
        #expect(map.count == 3)
        #expect(map["x"]?.value == "1")
        #expect(map.item(2)?.name == "p:y")
        #expect(map.item(3) == nil)
        #expect(map.keysNS().map(\.local) == ["p", "x", "y"])
        #expect(map.values() == ["u", "1", "2"])
        #expect(map.get("p:y") == "2")
        let removed = try map.removeNamedItem("x")
        #expect(removed.ownerElement == nil)
        #expect(map.length == 2)
        try map.setNamedItem(removed)
        #expect(map.getNamedItem("x") === removed)
        #expect(map.getNamedItemNS("u", "y")?.prefix == "p")
        #expect(throws: XML.DOM.Exception.self) { try map.removeNamedItemNS("u", "none") }
        #expect(map.items().map(\.name).sorted() == ["p:y", "x", "xmlns:p"])
    }

    @Test func `It is asked and set by namespaces`() throws {
        let document = try XML.DOM.Document(string: "<a x='1' p:y='2' xmlns:p='u'/>")
        let map = try #require(document.documentElement?.attributes)
        #expect(
            map.itemsNS().map { "{\($0.uri ?? "")}\($0.local)=\($0.value)" } == [
                "{\(XML.DOM.Namespace.xmlns)}p=u", "{}x=1", "{u}y=2",
            ])
        let attribute = try document.createAttributeNS("u", "q:y")
        attribute.value = "3"
        let old = try map.setNamedItemNS(attribute)
        #expect(old?.value == "2")
        #expect(old?.ownerElement == nil)
        #expect(map.getNamedItemNS("u", "y") === attribute)
        #expect(try map.setNamedItemNS(document.createAttributeNS(nil, "y")) == nil)
        #expect(map.length == 4)
        #expect(try map.removeNamedItemNS("u", "y") === attribute)
    }
}
