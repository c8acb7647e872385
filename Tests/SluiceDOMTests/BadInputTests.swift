import SluiceCore
import SluiceDOM
import SluiceXML
import Testing

/// What is wrong is said in whole, and leaves nothing behind.
@Suite struct BadInputTests {
    private func error(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        (
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='b'/></xs:schema>",
            """
            schema:1: error: element decl. 'a', attribute 'type': The QName value 'b' does not resolve to a(n) type \
            definition.
            """
        ),
        (
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='a'/></start></grammar>",
            """
            schema:1: error: Reference a has no matching definition
            schema:1: error: Internal found no define for ref a
            """
        ),
        (
            "<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern><rule context='a['/></pattern></schema>",
            """
            schema:1: error: Failed to compile context expression a[
            schema:1: error: rule has no assert nor report element
            """
        ),
        ("<a/>", "NOT_SUPPORTED_ERR: the document is no schema of RELAX NG, XML Schema or Schematron"),
        ("<a>", "schema:1:4: error: expected '</a>' but the document ends\n<a>\n   ^"),
    ])
    func `A broken schema`(_ text: String, _ expected: String) {
        #expect(error { _ = try XML.DOM.Schema(string: text, name: "schema") } == expected)
    }

    @Test func `A broken document type`() {
        let expected = """
            a.dtd:1:15: error: in the external subset, line 1: expected ',', '|' or ')' in a content model but found its end
            <!DOCTYPE dtd SYSTEM "dtd"><dtd/>
                          ^
            """
        #expect(error { _ = try XML.DOM.Schema(string: "<!ELEMENT a (b", kind: .dtd, name: "a.dtd") } == expected)
    }

    /// Every address is the same document.
    private final class Mirror: XML.EntityResolver {
        let text: String
        init(_ text: String) { self.text = text }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            XML.InputSource(text, systemID: systemID)
        }
    }

    @Test(arguments: [
        (
            "<a xmlns:i='http://www.w3.org/2001/XInclude'>\n<i:include href='a.xml'/></a>",
            "a.xml:2: error: 'a.xml' includes itself"
        ),
        (
            "<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='b.xml'/></a>",
            "b.xml:1: error: 'b.xml' includes itself"
        ),
        (
            "<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='b/c.xml'/></a>",
            String(repeating: "b/", count: 40) + "c.xml:1: error: more than 40 documents include one another"
        ),
    ])
    func `Inclusions without end`(_ text: String, _ expected: String) {
        let found = error {
            try XML.DOM.Document(string: text, name: "a.xml").include(resolver: Mirror(text))
        }
        #expect(found == expected)
    }

    @Test func `Entities that grow without end`() {
        let declarations = (1...9).map { "<!ENTITY e\($0) '" + String(repeating: "&e\($0 - 1);", count: 10) + "'>" }
        let bomb = "<!DOCTYPE a [<!ENTITY e0 'ten bytes.'>\(declarations.joined())]><a>&e9;</a>"
        let expected = """
            1:539: error: entities make more than 100 times what was read (the limit entityExpansionFactor)
            …<!ENTITY e9 '&e8;&e8;&e8;&e8;&e8;&e8;&e8;&e8;&e8;&e8;'>]><a>&e9;</a>
                                                                         ^
            """
        #expect(error { _ = try XML.DOM.Document(string: bomb) } == expected)
        let loop = "<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]><a>&e;</a>"
        let itself = "1:53: error: the entity 'e' refers to itself\n\(loop)\n" + String(repeating: " ", count: 52) + "^"
        #expect(error { _ = try XML.DOM.Document(string: loop) } == itself)
    }

    @Test(arguments: [
        ("", "a.xml:1:1: error: the document ends before its root element\n\n^"),
        ("<a>\n<b></a>", "a.xml:2:4: error: expected '</b>' but found '</a>'\n<b></a>\n   ^"),
        (
            "<a/><a/>",
            "a.xml:1:5: error: expected the end of the document, which has one root element\n<a/><a/>\n    ^"
        ),
        (
            "<a b='1' b='2'/>",
            "a.xml:1:10: error: the element has the attribute 'b' twice\n<a b='1' b='2'/>\n         ^"
        ),
        ("<p:a/>", "a.xml:1:1: error: the prefix 'p' is not declared\n<p:a/>\n^"),
    ])
    func `A document that is none`(_ text: String, _ expected: String) {
        #expect(error { _ = try XML.DOM.Document(string: text, name: "a.xml") } == expected)
    }
}
