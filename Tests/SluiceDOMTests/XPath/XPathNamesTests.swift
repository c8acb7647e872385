import SluiceXML
import Testing

@testable import SluiceDOM

@Suite struct XPathNamesTests {
    @Test(arguments: [
        "a and (b)", "a div (b) mod (c)", "* * (2)", "text()|comment()", "child::node()", "a[last()]/b-c.d",
        "'p:x' = \"q:f()\"", "self::processing-instruction('p')", "1.5 and (2)", "..and (.)", "or/and/div", "xml:a",
        "@b:x", "attribute :: b:*", "count (a)", "b:f(1)",
    ])
    func `Names that are known pass, and operators are no functions`(_ expression: String) throws {
        _ = try XPathNames(expression, namespaces: ["b": "urn:b"], functions: ["b:f": { _, _ in 1 }])
    }

    @Test func `Variables are found with their places`() throws {
        let names = try XPathNames("$a + f($ b-c, '$d')", namespaces: [:], functions: ["f": { _, _ in 1 }])
        #expect(names.variables.map(\.name) == ["a", "b-c"])
        #expect(names.variables.map(\.offset) == [0, 7])
        try names.check(["a": 1, "b-c": 2])
        #expect(throws: XML.DOM.XPathError.self) { try names.check(["a": 1]) }
    }
}
