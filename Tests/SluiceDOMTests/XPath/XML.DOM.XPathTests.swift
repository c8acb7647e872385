import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.XPath` {
    private static let books = """
        <b:books xmlns:b="urn:books"><b:book id="1" price="5"><b:title>One</b:title></b:book>\
        <b:book id="2" price="15"><b:title>Two</b:title></b:book><!--end--></b:books>
        """
    private let document: XML.DOM.Document

    init() throws { document = try XML.DOM.Document(string: Self.books) }

    private func path(_ expression: String) throws -> XML.DOM.XPath {
        try XML.DOM.XPath(expression, namespaces: ["x": "urn:books"])
    }

    @Test func `Nodes come in document order, each as its one object`() throws {
        let books = try document.xpath("//x:book", namespaces: ["x": "urn:books"])
        #expect(books.map { ($0 as? XML.DOM.Element)?.id } == ["1", "2"])
        #expect(books.first === document.documentElement?.firstChild)
        let both = try path("//x:title | //x:book | //comment() | //@id").nodes(in: document)
        #expect(both.map(\.nodeName) == ["b:book", "id", "b:title", "b:book", "id", "b:title", "#comment"])
    }

    @Test func `An expression gives one of four types, or is asked for one`() throws {
        #expect(try path("count(//x:book)").number(in: document) == 2)
        #expect(try path("//x:title").string(in: document) == "One")
        #expect(try path("//x:book[@price > 10]").bool(in: document))
        #expect(try path("//x:book[@price > 100]").exists(in: document) == false)
        #expect(try path("//x:none").first(in: document) == nil)
        guard case .string("b:books") = try path("name(/*)").evaluate(in: document) else {
            Issue.record("name() gives no string")
            return
        }
        #expect(throws: XML.DOM.XPathError.self) { try path("1 + 1").nodes(in: document) }
    }

    @Test func `Relative paths start at the node`() throws {
        let second = try #require(try path("//x:book[2]").first(in: document))
        #expect(try path("x:title").string(in: second) == "Two")
        #expect(try path("preceding-sibling::*/@id").string(in: second) == "1")
        #expect(try path("..").first(in: second) === document.documentElement)
    }

    @Test func `Variables take all four types`() throws {
        let expression = try path("//x:book[@price > $least and @id = $id]")
        #expect(try expression.nodes(in: document, variables: ["least": 10, "id": "2"]).count == 1)
        #expect(try expression.nodes(in: document, variables: ["least": 100, "id": "2"]).isEmpty)
        let first = try path("//x:book[1]").nodes(in: document)
        #expect(try path("$books/x:title").string(in: document, variables: ["books": .nodes(first)]) == "One")
        #expect(try path("not($on)").bool(in: document, variables: ["on": false]))
    }

    @Test func `Functions of Swift's are called with values and the node`() throws {
        let expression = try XML.DOM.XPath(
            "//x:book[f:twice(@price) > 20]/@id", namespaces: ["x": "urn:books", "f": "urn:f"],
            functions: [
                "f:twice": { arguments, node in
                    #expect(node.nodeName == "b:book")
                    guard case .nodes(let nodes) = arguments[0] else { return 0 }
                    return .number(2 * (Double(nodes.first?.nodeValue ?? "") ?? 0))
                }
            ])
        #expect(try expression.string(in: document) == "2")
        struct Refusal: Error {}
        let refusing = try XML.DOM.XPath("f()", functions: ["f": { _, _ in throw Refusal() }])
        #expect(throws: Refusal.self) { try refusing.evaluate(in: document) }
    }

    @Test func `A function may evaluate the expression that calls it`() throws {
        final class Recursion { var expression: XML.DOM.XPath? }
        let recursion = Recursion()
        let expression = try XML.DOM.XPath(
            "concat(name(), f(), $end)",
            functions: [
                "f": { [unowned recursion] _, node in
                    guard let parent = node.parentElement, let expression = recursion.expression else { return "" }
                    return .string("," + (try expression.string(in: parent, variables: ["end": "!"])))
                }
            ])
        recursion.expression = expression
        let title = try #require(try path("//x:title").first(in: document))
        #expect(try expression.string(in: title, variables: ["end": "."]) == "b:title,b:book,b:books!!.")
        recursion.expression = nil
    }

    @Test func `What a function takes out of the tree stays until the evaluation is over`() throws {
        let document = try XML.DOM.Document(string: "<a>" + String(repeating: "<b><c>1</c></b>", count: 200) + "</a>")
        let removing = try XML.DOM.XPath(
            "//b[f()]/c",
            functions: [
                "f": { _, node in
                    try node.parentNode?.removeChild(node)
                    return true
                }
            ])
        #expect(try removing.nodes(in: document).count == 200)
        #expect(document.documentElement?.hasChildNodes == false)
    }

    @Test func `Nodes are looked at without objects`() throws {
        var names: [String] = []
        let all = try path("//x:book/@id | //x:title/text() | //namespace::*")
        try all.forEachNode(in: document) { names.append("\($0.nodeType) " + String($0.data)) }
        #expect(names == ["attribute 1", "text One", "attribute 2", "text Two"])
        #expect(throws: XML.DOM.XPathError.self) { try path("1").forEachNode(in: document) { _ in } }
    }

    @Test func `What is not a number has no sign`() throws {
        #expect("\(try path("0 div 0").number(in: document))" == "nan")
    }

    @Test func `Nodes that are in no document are looked at, too`() throws {
        let root = try #require(document.documentElement)
        try document.removeChild(root)
        #expect(try path("x:book[2]/x:title").string(in: root) == "Two")
    }

    @Test func `id finds what is an ID`() throws {
        let document = try XML.DOM.Document(
            string: "<!DOCTYPE a [<!ATTLIST b k ID #IMPLIED>]><a><b k='one'>1</b><c xml:id='two'>2</c></a>")
        #expect(try document.xpath("id('two one')").map(\.nodeName) == ["b", "c"])
    }

    @Test func `The axis of namespaces gives declarations`() throws {
        let found = try document.xpath("/*/namespace::*")
        #expect(found.map(\.nodeName).contains("xmlns:b"))
    }

    @Test func `A predicate that goes on without end is stopped`() throws {
        var options = XML.DOM.XPath.Options()
        options.operations = 1000
        let deep = try XML.DOM.XPath("//*[count(//*[count(//*) > 0]) > 0]", options: options)
        let error = #expect(throws: XML.DOM.XPathError.self) {
            try deep.evaluate(in: XML.DOM.Document(string: "<a>" + String(repeating: "<b/>", count: 1000) + "</a>"))
        }
        #expect(error?.code == .limitExceeded)
        #expect(try path("1").number(in: document) == 1)
    }
}
