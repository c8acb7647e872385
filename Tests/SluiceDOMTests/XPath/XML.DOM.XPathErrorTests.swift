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

    @Test(arguments: [
        ("'p:q' = //b:a", "the prefix 'b' stands for no namespace\n'p:q' = //b:a\n          ^"),
        ("child::a + $x1", "the variable 'x1' has no value\nchild::a + $x1\n           ^"),
        ("f(1)", "a function is not known: f(1)"), ("a[", "expected an expression of XPath\na[\n  ^"),
        ("'a", "a text in quotes has no end\n'a\n  ^"),
        ("count()", "a function has too few or too many arguments: count()"),
    ])
    func `It says what is wrong, and where`(_ expression: String, _ expected: String) throws {
        let document = try XML.DOM.Document(string: "<a/>")
        let error = #expect(throws: XML.DOM.XPathError.self) {
            try XML.DOM.XPath(expression).evaluate(in: document)
        }
        #expect(error?.description == expected)
    }
}
