import SluiceDOM
import SluiceXML
import Testing

@Suite struct `Editing of nodes` {
    private let document: XML.DOM.Document
    private let root: XML.DOM.Element

    init() throws {
        document = try XML.DOM.Document(string: "<a><b/>text<c/></a>")
        root = try #require(document.documentElement)
    }

    private func code(_ body: () throws -> Void) -> XML.DOM.Exception.Code? {
        do { try body() } catch { return (error as? XML.DOM.Exception)?.code }
        return nil
    }

    @Test func `Nodes are put in, moved, replaced and taken out`() throws {
        let new = try root.appendChild(document.createElement("d"))
        try root.insertBefore(new, root.firstChild)
        #expect(try root.toxml() == "<a><d/><b/>text<c/></a>")
        let old = try root.replaceChild(document.createComment("x"), #require(root.childNodes.item(1)))
        #expect(old.nodeName == "b")
        #expect(old.parentNode == nil)
        try root.insertBefore(#require(root.lastChild), new)
        #expect(try root.toxml() == "<a><c/><d/><!--x-->text</a>")
        try root.insertBefore(new, new)
        try root.removeChild(new)
        #expect(try root.toxml() == "<a><c/><!--x-->text</a>")
    }

    @Test func `A fragment's children go, and it is empty`() throws {
        let fragment = document.createDocumentFragment()
        try fragment.appendChild(document.createElement("x"))
        try fragment.appendChild(document.createTextNode("y"))
        try root.insertBefore(fragment, root.firstChild)
        #expect(!fragment.hasChildNodes)
        #expect(try root.toxml() == "<a><x/>y<b/>text<c/></a>")
    }

    @Test func `What cannot stand there is refused, and nothing changes`() throws {
        let b = try #require(root.firstChild)
        let before = try document.toxml()
        #expect(code { try b.appendChild(root) } == .hierarchyRequest)
        #expect(code { try root.appendChild(root) } == .hierarchyRequest)
        #expect(code { try document.appendChild(document.createElement("z")) } == .hierarchyRequest)
        #expect(code { try document.appendChild(document.createTextNode("z")) } == .hierarchyRequest)
        #expect(code { try root.appendChild(document) } == .hierarchyRequest)
        #expect(code { try root.appendChild(document.createAttribute("z")) } == .hierarchyRequest)
        #expect(code { try root.childNodes[1].appendChild(document.createElement("z")) } == .hierarchyRequest)
        #expect(code { try b.removeChild(root) } == .notFound)
        #expect(code { try root.insertBefore(document.createElement("z"), document) } == .notFound)
        #expect(code { _ = try document.createElement("a b") } == .invalidCharacter)
        #expect(code { _ = try document.createElementNS(nil, "p:a") } == .namespace)
        #expect(code { _ = try document.createElementNS("u", "xml:a") } == .namespace)
        #expect(code { _ = try document.createAttributeNS("u", "xmlns") } == .namespace)
        #expect(try document.toxml() == before)
    }

    @Test func `Texts side by side are joined`() throws {
        try root.appendChild(document.createTextNode("1"))
        try root.appendChild(document.createTextNode(""))
        try root.appendChild(document.createTextNode("2"))
        let empty = try root.firstChild?.appendChild(document.createTextNode(""))
        root.normalize()
        #expect(root.childNodes.length == 4)
        #expect(root.lastChild?.nodeValue == "12")
        #expect(empty?.parentNode == nil)
    }

    @Test func `Copies are deep or not, and independent`() throws {
        let copy = root.cloneNode(true)
        #expect(try copy.toxml() == "<a><b/>text<c/></a>")
        #expect(copy.parentNode == nil)
        #expect(try root.cloneNode(false).toxml() == "<a/>")
        copy.firstChild?.textContent = "x"
        #expect(try root.toxml() == "<a><b/>text<c/></a>")
        let other = document.cloneNode(true)
        #expect(other !== document)
        #expect(try other.toxml() == document.toxml())
    }

    @Test func `Text takes the place of all children`() throws {
        root.textContent = "a < b"
        #expect(root.textContent == "a < b")
        #expect(try root.toxml() == "<a>a &lt; b</a>")
        root.textContent = ""
        #expect(!root.hasChildNodes)
    }

    @Test func `A tree 100,000 deep is copied, moved, searched, written and freed`() throws {
        var options = XML.DOM.ParsingOptions()
        options.parser.limits = .unlimited
        let count = 100_000
        let text = String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        let deep = try XML.DOM.Document(string: text, options: options)
        let top = try #require(deep.documentElement)
        #expect(deep.getElementsByTagName("a").count == count)
        _ = top.cloneNode(true)
        let other = XML.DOM.Document()
        try other.appendChild(top)
        #expect(top.ownerDocument === other)
        #expect(try other.toxml().utf8.count > 6 * count)
        #expect(top.textContent == "")
        top.normalize()
    }

    @Test func `Children are taken out together, and stay what they are`() throws {
        let b = try #require(root.firstChild)
        root.unlink()
        #expect(!root.hasChildNodes)
        #expect(b.parentNode == nil)
        #expect(b.ownerDocument === document)
        #expect(try root.toxml() == "<a/>")
        document.unlink()
        #expect(document.documentElement == nil)
        #expect(try document.appendChild(b) === document.documentElement)
    }
}
