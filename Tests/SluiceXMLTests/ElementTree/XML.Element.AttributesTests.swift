import SluiceXML
import Testing

@Suite struct XMLElementAttributesTests {
    @Test func `Attributes keep their order, also when they change`() throws {
        var attributes = try XML.Element(parsing: "<a z='1' b='2' y='3'/>").attributes
        attributes["b"] = "4"
        attributes["c"] = "5"
        attributes["z"] = nil
        attributes["none"] = nil
        #expect(attributes.map(\.key) == ["b", "y", "c"])
        #expect(attributes.map(\.value) == ["4", "3", "5"])
        #expect(attributes["y"] == "3")
        #expect(attributes["z"] == nil)
        #expect(attributes.index(of: "c") == 2)
        #expect(attributes.description == #"["b": "4", "y": "3", "c": "5"]"#)
        attributes.removeAll()
        #expect(attributes.isEmpty)
    }

    @Test func `They are equal in whatever order`() throws {
        let parsed = try XML.Element(parsing: "<a x='1' y='2'/>").attributes
        #expect(parsed == ["y": "2", "x": "1"])
        #expect(parsed.hashValue == (["y": "2", "x": "1"] as XML.Element.Attributes).hashValue)
        #expect(parsed != ["x": "1"])
        #expect(parsed != ["x": "1", "y": "3"])
    }

    @Test func `Of a name that is given twice the last value counts`() {
        #expect(XML.Element.Attributes([("a", "1"), ("b", "2"), ("a", "3")]).map(\.value) == ["3", "2"])
    }
}
