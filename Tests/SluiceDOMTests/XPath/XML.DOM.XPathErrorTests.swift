import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.XPathError` {
    @Test(arguments: [
        ("//a[", "syntax", "//a[\n    ^"), ("//", "syntax", ""), ("a b", "syntax", ""), ("'open", "syntax", ""),
    ])
    func `A broken expression is refused with its place`(_ expression: String, _ code: String, _ shown: String) throws {
        let error = #expect(throws: XML.DOM.XPathError.self) { try XML.DOM.XPath(expression) }
        #expect(error?.code.description == code)
        #expect(error?.expression == expression)
        #expect(error?.description.hasSuffix(shown) == true)
    }

    @Test(arguments: [
        ("//p:a", XML.DOM.XPathError.Code.unknownPrefix), ("f(1)", .unknownFunction), ("$x", .unknownVariable),
        ("count(1)", .type), ("count()", .type), ("'a' | 'b'", .type),
    ])
    func `What does not fit is refused when it is evaluated`(_ expression: String, _ code: XML.DOM.XPathError.Code)
        throws
    {
        let document = try XML.DOM.Document(string: "<a/>")
        let error = #expect(throws: XML.DOM.XPathError.self) {
            try XML.DOM.XPath(expression).evaluate(in: document)
        }
        #expect(error?.code == code)
    }
}
