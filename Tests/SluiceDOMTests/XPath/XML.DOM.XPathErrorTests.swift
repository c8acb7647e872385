import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.XPathError` {
    private func description(of expression: String) -> String {
        do {
            let document = try XML.DOM.Document(string: "<a/>")
            _ = try XML.DOM.XPath(expression, namespaces: ["b": "urn:b"]).evaluate(in: document)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("//a[", "the expression is not one of XPath\n//a[\n    ^"),
        ("//", "the expression is not one of XPath\n//\n  ^"),
        ("a b", "the expression is not one of XPath\na b\n  ^"),
        ("'open", "a string has no end\n'open\n     ^"),
        ("a[1", "expected ']' behind a predicate\na[1\n   ^"),
        ("(1", "the expression is not one of XPath\n(1\n  ^"),
        ("$", "expected a name behind '$'\n$\n ^"),
    ])
    func `A broken expression is shown with its place`(_ expression: String, _ shown: String) throws {
        #expect(description(of: expression) == shown)
    }

    @Test(arguments: [
        ("//é/p:a", "no namespace was given for the prefix 'p'\n//é/p:a\n    ^"),
        ("b:a/p:*", "no namespace was given for the prefix 'p'\nb:a/p:*\n    ^"),
        ("1 + f(1)", "the function 'f' is not known\n1 + f(1)\n    ^"),
        ("b:f()", "the function 'b:f' is not known\nb:f()\n^"),
        ("a = $x", "the variable '$x' has no value\na = $x\n    ^"),
        ("count(1)", "an operand or argument is of the wrong type: count(1)"),
        ("count()", "a function is called with too few arguments, or too many: count()"),
        ("'a' | 'b'", "an operand or argument is of the wrong type: 'a' | 'b'"),
    ])
    func `What is not known and what does not fit is said`(_ expression: String, _ shown: String) throws {
        #expect(description(of: expression) == shown)
    }

    @Test func `An error has a code, its expression and the bytes before it`() throws {
        let error = #expect(throws: XML.DOM.XPathError.self) { try XML.DOM.XPath("é/p:a") }
        #expect(error?.code == .unknownPrefix)
        #expect(error?.expression == "é/p:a")
        #expect(error?.offset == 3)
    }
}
