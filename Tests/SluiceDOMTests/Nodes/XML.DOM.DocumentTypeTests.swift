import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.DocumentType` {
    private static let text = """
        <!DOCTYPE a PUBLIC "-//p" "s.dtd" [<!ENTITY e "x&#38;#38;y"><!NOTATION gif SYSTEM "g"><!ENTITY pic SYSTEM "p.gif" NDATA gif>\
        <!ELEMENT a ANY>]><a>&e;</a>
        """

    @Test func `It says what is declared`() throws {
        let type = try #require(try XML.DOM.Document(string: Self.text).doctype)
        #expect(type.name == "a")
        #expect(type.publicId == "-//p")
        #expect(type.systemId == "s.dtd")
        #expect(type.entities.map(\.nodeName) == ["e", "pic"])
        #expect(type.entities.first?.textContent == "x&#38;y")
        #expect(type.entities.last?.notationName == "gif")
        #expect(type.notations == [type.notations.first])
        #expect(type.notations.first?.systemId == "g")
        #expect(type.nodeType == .documentType)
    }

    @Test func `It is written, and read again the same`() throws {
        let once = try XML.DOM.Document(string: Self.text).toxml()
        #expect(try XML.DOM.Document(string: once).toxml() == once)
        #expect(once.contains("<!ENTITY e \"x&#38;#38;y\">"))
    }

    @Test func `A document is made with one`() throws {
        let implementation = XML.DOM.DOMImplementation()
        let type = try implementation.createDocumentType("a", "-//p", "s.dtd")
        let document = try implementation.createDocument(nil, "a", type)
        #expect(document.doctype === type)
        #expect(
            try document.toxml()
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE a PUBLIC \"-//p\" \"s.dtd\">\n<a/>")
        #expect(throws: XML.DOM.Exception.self) { try implementation.createDocument(nil, "b", type) }
        #expect(implementation.hasFeature("Core", "2.0"))
        #expect(!implementation.hasFeature("Events"))
    }

    @Test func `A document's copy has its type, and one may be taken out`() throws {
        let document = try XML.DOM.Document(string: Self.text)
        let copy = try #require(document.cloneNode(true) as? XML.DOM.Document)
        #expect(copy.doctype?.entities.count == 2)
        let type = try #require(document.doctype)
        try document.removeChild(type)
        #expect(document.doctype == nil)
        #expect(type.name == "a")
        #expect(copy.doctype?.name == "a")
    }

    @Test func `What stands between the brackets is there as it is written`() throws {
        let subset = " <!-- c --><?p i?>\n<!ENTITY % d \"<!ATTLIST a x CDATA 'y'>\">%d;\n<!ELEMENT a ( b | c )*>"
        let text = "<!DOCTYPE a [\(subset)]><a/>"
        let document = try XML.DOM.Document(string: text)
        #expect(document.doctype?.internalSubset == subset)
        #expect(try document.toxml().contains("<!DOCTYPE a [\(subset)]>"))
        let copy = document.cloneNode(true) as? XML.DOM.Document
        #expect(copy?.doctype?.internalSubset == subset)
        let lines = try XML.DOM.Document(string: "<!DOCTYPE a [\r\n<!ELEMENT a ANY>\r]><a/>")
        #expect(lines.doctype?.internalSubset == "\n<!ELEMENT a ANY>\n")
        for text in ["<!DOCTYPE a><a/>", "<!DOCTYPE a []><a/>"] {
            #expect(try XML.DOM.Document(string: text).doctype?.internalSubset == nil)
        }
        // Where the text is not known, it is what was declared.
        var builder = XML.DOM.Builder()
        builder.startDTD("a", publicID: nil, systemID: nil)
        builder.elementDecl("a", model: "(b|c)*")
        builder.attributeDecl("a", "x", type: "CDATA", mode: nil, value: "<y>")
        builder.endDTD()
        try XML.parse(string: "<a/>", handler: &builder)
        #expect(
            try builder.close().doctype?.internalSubset
                == "\n<!ELEMENT a (b|c)*>\n<!ATTLIST a x CDATA \"&#60;y>\">\n")
    }

    @Test func `A copy is no other document's, and goes to a new one`() throws {
        let document = try XML.DOM.Document(string: Self.text)
        let type = try #require(document.doctype)
        let copy = try #require(type.cloneNode(true) as? XML.DOM.DocumentType)
        #expect(copy !== type && copy.parentNode == nil && copy.ownerDocument !== document)
        #expect(copy.internalSubset == type.internalSubset)
        #expect(copy.entities.map(\.nodeName) == ["e", "pic"])
        let other = try document.implementation.createDocument(nil, "a", copy)
        #expect(other.doctype === copy)
        #expect(try other.toxml().contains("<!ENTITY e "))
        #expect((type.cloneNode(false) as? XML.DOM.DocumentType)?.notations.count == 1)
    }

    @Test func `Entities stay where they are`() throws {
        let document = try XML.DOM.Document(string: Self.text)
        let type = try #require(document.doctype)
        let entity = try #require(type.entities.first)
        #expect(entity.parentNode == nil && entity.nextSibling == nil && entity.previousSibling == nil)
        #expect(entity.cloneNode(true) === entity)
        #expect(throws: XML.DOM.Exception.self) { try type.removeChild(entity) }
        #expect(throws: XML.DOM.Exception.self) { try type.replaceChild(document.createComment("c"), entity) }
        #expect(throws: XML.DOM.Exception.self) { try document.documentElement?.appendChild(entity) }
        for other in [document, XML.DOM.Document()] {
            #expect(throws: XML.DOM.Exception.self) { try other.importNode(entity, true) }
            #expect(throws: XML.DOM.Exception.self) { try other.adoptNode(entity) }
        }
        #expect(type.entities.first === entity)
        try document.removeChild(type)
        #expect(entity.textContent == "x&#38;y")
    }

    @Test func `What was read from outside does not stand between the brackets`() throws {
        final class Outside: XML.EntityResolver {
            func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
                XML.InputSource("<!ELEMENT a (b)><!ELEMENT b EMPTY><!ENTITY e 'x'>", systemID: systemID)
            }
        }
        var options = XML.DOM.ParsingOptions()
        options.parser.readsExternalParameterEntities = true
        for subset in ["", " [<!ATTLIST b c CDATA #IMPLIED>]"] {
            let text = "<!DOCTYPE a SYSTEM \"a.dtd\"\(subset)>"
            let document = try XML.DOM.Document(
                string: text + "<a>\n<b/></a>", options: options, entityResolver: Outside())
            let written = try document.toxml()
            #expect(written == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(text)\n<a>\n<b/></a>")
            #expect(try document.cloneNode(true).toxml() == written)
            #expect((document.documentElement?.firstChild as? XML.DOM.Text)?.isWhitespaceInElementContent == true)
            #expect(try document.validate().isEmpty)
        }
    }
}
