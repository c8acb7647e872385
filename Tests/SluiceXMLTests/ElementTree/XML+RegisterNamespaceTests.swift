import SluiceXML
import Testing

@Suite struct RegisterNamespaceTests {
    @Test func `A namespace gets the prefix that was chosen for it`() throws {
        let element = XML.Element("{urn:sluice:registered}a")
        #expect(try element.tostring() == "<ns0:a xmlns:ns0=\"urn:sluice:registered\" />")
        try XML.registerNamespace("reg", "urn:sluice:registered")
        #expect(try element.tostring() == "<reg:a xmlns:reg=\"urn:sluice:registered\" />")
    }

    @Test func `Prefixes that are given by number are refused`() {
        #expect(throws: XML.TreeWritingError.self) { try XML.registerNamespace("ns12", "urn:sluice:refused") }
    }

    @Test func `Well-known namespaces have prefixes`() throws {
        let element = XML.Element("a", ["{http://www.w3.org/XML/1998/namespace}lang": "en"])
        #expect(try element.tostring() == "<a xml:lang=\"en\" />")
        #expect(
            try XML.Element("{http://www.w3.org/2001/XMLSchema}element").tostring()
                == "<xs:element xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" />")
    }
}
